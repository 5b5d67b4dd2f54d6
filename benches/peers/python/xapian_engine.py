"""Xapian, asked by lines on standard input: see outside.rs for the form of lines."""

import json
import sys
import time

import xapian

SPEAKER, DAY, MONTH = 0, 1, 2
STEMMER = xapian.Stem("en")
# Fields beside the text, each with the prefix of its words.
FIELDS = {"speaker": "A", "country": "XR", "topic": "XT"}


def build(records, folder):
    database = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    generator.set_stemmer(STEMMER)
    with open(records, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            document = xapian.Document()
            generator.set_document(document)
            generator.set_termpos(0)
            generator.index_text(record["text"])
            for field, prefix in FIELDS.items():
                generator.index_text_without_positions(record[field], 1, prefix)
            document.add_boolean_term("Q" + record["id"])
            document.add_boolean_term("S" + record["speaker"])
            document.add_value(SPEAKER, record["speaker"])
            document.add_value(DAY, record["date"])
            document.add_value(MONTH, record["date"][:7])
            document.set_data(line)
            database.add_document(document)
    database.commit()
    database.close()


def stem(word):
    return STEMMER(word).decode()


def word(word, anywhere):
    text = xapian.Query("Z" + stem(word))
    if not anywhere:
        return text
    others = ["Z" + prefix + stem(word) for prefix in FIELDS.values()]
    return xapian.Query(xapian.Query.OP_OR, [text] + [xapian.Query(term) for term in others])


def words(sort, given, anywhere):
    if sort == "phrase":
        return xapian.Query(xapian.Query.OP_PHRASE, given)
    operator = xapian.Query.OP_AND if sort == "all" else xapian.Query.OP_OR
    return xapian.Query(operator, [word(one, anywhere) for one in given])


def query(want, sort, given, speaker, first, last):
    asked = words(sort, given, want.startswith("default") or want == "hits_anywhere")
    if not speaker:
        return asked
    days = xapian.Query(xapian.Query.OP_VALUE_RANGE, DAY, first, last)
    both = xapian.Query(xapian.Query.OP_AND, xapian.Query("S" + speaker), days)
    return xapian.Query(xapian.Query.OP_FILTER, asked, both)


def top(enquire, asked, snippets):
    enquire.set_query(asked)
    found = enquire.get_mset(0, 10)
    for match in found:
        data = json.loads(match.document.get_data())
        if snippets:
            found.snippet(data["text"], 300, STEMMER)
    return found.size()


def answer(database, enquire, line):
    want, sort, given, speaker, first, last = line.rstrip("\n").split("\t")
    given = given.split(" ")
    begun = time.perf_counter_ns()
    asked = query(want, sort, given, speaker, first, last)
    hits, shown = -1, 0
    if want in ("top", "filtered"):
        shown = top(enquire, asked, False)
    elif want in ("default", "default_any"):
        shown = top(enquire, asked, True)
        if shown < 10 and len(given) > 1 and want == "default":
            shown = top(enquire, words("any", given, True), True)
    else:
        enquire.set_query(asked)
        enquire.clear_matchspies()
        spy = None
        if want in ("speakers", "months"):
            spy = xapian.ValueCountMatchSpy(SPEAKER if want == "speakers" else MONTH)
            enquire.add_matchspy(spy)
        enquire.set_weighting_scheme(xapian.BoolWeight())
        hits = enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated()
        if spy is not None:
            shown = sum(1 for _ in spy.values())
        enquire.clear_matchspies()
        enquire.set_weighting_scheme(xapian.BM25Weight())
    return f"{time.perf_counter_ns() - begun}\t{hits}\t{shown}"


def serve(folder):
    database = xapian.Database(folder)
    enquire = xapian.Enquire(database)
    for line in sys.stdin:
        print(answer(database, enquire, line), flush=True)


if sys.argv[1] == "build":
    build(sys.argv[2], sys.argv[3])
else:
    serve(sys.argv[2])
