"""Makes src/quotation/spellings.tsv: English words with several right spellings (labour, labor).

python3 examples/spelling_variants.py VARCON: the folder of the crate varcon, whose src/codegen.rs holds the list VarCon of
Kevin Atkinson's SCOWL. The same input gives the same bytes. Left out are spellings that stand for one sense of a word only
(check, cheque), archaic ones, possessives, and words that stand in two entries: they may be different words.
"""

import collections
import pathlib
import re
import sys

HEAD = """\
# Spellings of one word, the American first: made by examples/spelling_variants.py from VarCon, a part of SCOWL
# (http://wordlist.aspell.net), as the crate varcon 1.0.5 has it (MIT or Apache-2.0). VarCon: Copyright 2000-2020 by Kevin
# Atkinson. Permission to use, copy, modify, distribute and sell this array, the associated software, and its documentation
# for any purpose is hereby granted without fee, provided that the above copyright notice appears in all copies and that both
# that copyright notice and this permission notice appear in supporting documentation. Kevin Atkinson makes no representations
# about the suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
"""


# SCOWL's measure of how common a word is: from 10, the commonest, to 95.
RAREST = 60


def entries(cluster):
    """The spellings of each entry that holds for all senses of its word, the American first."""
    for entry in re.split(r"^  Entry \{\n", cluster, flags=re.M)[1:]:
        if "note: None" not in entry or "description: None" not in entry or "archaic: true" in entry:
            continue
        kept = []
        for word, types in re.findall(r'word: "([^"]+)",\s*types: &\[(.*?)\],\s*\},', entry, flags=re.S):
            if not re.search(r"Some\(Tag::(Improper|SeldomUsed|Possible)", types):
                kept.append(("American, tag: None" not in types, word))
        words = [word for _, word in sorted(kept, key=lambda one: one[0])]
        yield [word for word in words if re.fullmatch(r"[a-z]+", word)]


def joined(entries):
    """The entries of one cluster, those with a word in common as one: the noun and the verb `license`."""
    found = []
    for words in entries:
        other = next((other for other in found if set(other) & set(words)), None)
        if other is None:
            found.append(list(dict.fromkeys(words)))
        else:
            other.extend(word for word in words if word not in other)
    return found


def main():
    source = (pathlib.Path(sys.argv[1]) / "src/codegen.rs").read_text()
    clusters = re.split(r"^Cluster \{\n", source, flags=re.M)[1:]
    common = [one for one in clusters if int(re.search(r"level: (\d+)", one)[1]) <= RAREST]
    found = [words for one in common for words in joined(entries(one)) if len(words) > 1]
    count = collections.Counter(word for words in found for word in words)
    rows = sorted("\t".join(words) for words in found if all(count[word] == 1 for word in words))
    target = pathlib.Path(__file__).parent.parent / "src/quotation/spellings.tsv"
    target.write_text(HEAD + "\n".join(rows) + "\n")
    print(len(rows), "words")


main()
