"""Reads citations in BibTeX, RIS and CSL-JSON with the libraries that people use, and prints what these understood.

Arguments: a .bib, a .ris and a .json file. Output: one JSON object. Written for the tests in tests/outside.
"""

import json
import sys
import warnings

import bibtexparser
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_file

bib, ris, csl = sys.argv[1:4]
with open(bib, encoding="utf-8") as file:
    text = file.read()

if hasattr(bibtexparser, "parse_string"):
    library = bibtexparser.parse_string(text)
    failed = len(library.failed_blocks)
    entries = [{"key": entry.key, **{field.key: field.value for field in entry.fields}} for entry in library.entries]
else:
    failed = 0
    entries = [{"key": entry["ID"], **entry} for entry in bibtexparser.loads(text).entries]

persons = []
for entry in parse_file(bib, bib_format="bibtex").entries.values():
    for person in entry.persons.get("author", []):
        parts = ("first_names", "middle_names", "prelast_names", "last_names", "lineage_names")
        persons.append([" ".join(getattr(person, part)) for part in parts])

with open(ris, encoding="utf-8", newline="") as file:
    records = rispy.load(file)

with open(csl, encoding="utf-8") as file:
    items = json.load(file)
warnings.simplefilter("ignore")
style = CitationStylesStyle("harvard-cite-them-right", validate=False)
bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
for item in items:
    bibliography.register(Citation([CitationItem(item["id"])]))
printed = [str(line) for line in bibliography.bibliography()]

json.dump({"failed": failed, "bibtex": entries, "persons": persons, "ris": records, "printed": printed}, sys.stdout)
