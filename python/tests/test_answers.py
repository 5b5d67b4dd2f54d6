"""The other questions: concordances, counts, timelines, statements, citations, names."""

from __future__ import annotations

import doctest
import json
from collections.abc import Callable

import pytest

import demarche as dm


def test_the_examples_in_the_docs_hold() -> None:
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    for name in dm.__all__:
        for example in finder.find(getattr(dm, name), name, module=False):
            runner.run(example)
    assert runner.tries >= 3 and runner.failures == 0


def test_a_concordance(ix: dm.Index, program: Callable[..., str]) -> None:
    found = ix.kwic("talks", sort="left", width=30)
    [line] = found
    assert (line.keyword, line.speaker is not None) == ("talks", True)
    assert line.pre.endswith("cease-fire") and found.total == 1
    theirs = program("kwic", "talks", "--sort", "left", "--width", "30", "--format", "json")
    assert found.to_json() == theirs


def test_counts_by_several_fields(ix: dm.Index, program: Callable[..., str]) -> None:
    found = ix.facets("*", by=["speaker", "year"])
    years = {value.value: value.statements for value in found if value.field == "year"}
    assert years["1995"] == 2 and years[None] >= 2
    for field in ("speaker", "entity", "year"):
        assert ix.facets(by=field).to_json() == program("facets", field, "--format", "json")
        assert ix.facets(by=field).to_csv() == program("facets", field, "--format", "csv")


def test_collocates(ix: dm.Index, program: Callable[..., str]) -> None:
    found = ix.collocates("the", window=5, min=1)
    assert all(one.observed > one.expected for one in found) and len(found) > 0
    theirs = program("collocates", "the", "--window", "5", "--min", "1", "--format", "json")
    assert found.to_json() == theirs


def test_a_timeline(ix: dm.Index, program: Callable[..., str]) -> None:
    found = ix.timeline("*", by="year", split="speaker", limit=None)
    assert sum(bin.matched for bin in found.bins) + found.coarse + found.undated == found.total
    assert [bin.label for bin in found.bins][0] == "1995" and found.bins[0].matched <= found.bins[0].all
    assert any(gap.kind for gap in found.gaps) and found._repr_svg_().lstrip().startswith("<svg")
    theirs = program("timeline", "*", "--by", "year", "--split", "speaker", "--format", "bins-csv")
    assert found.to_csv() == theirs
    whole = program("timeline", "*", "--by", "year", "--split", "speaker", "--format", "json")
    assert json.loads(found.to_json())["bins"] == json.loads(whole)["bins"]
    assert {event.id for event in found.events} == {event["id"] for event in json.loads(whole)["events"]}


def test_a_statement_by_its_id(ix: dm.Index, program: Callable[..., str]) -> None:
    hit = ix.search("ceasefire talks")[0]
    statement = ix[hit.id]
    assert hit.text in statement.text and hit.id in ix and statement.speaker == hit.speaker
    for format in ("text", "bibtex", "ris", "csl-json"):
        assert statement.cite(format) == program("cite", hit.id, "--format", format)
    body = "".join(one.text for one in ix.statements(hit.document))
    assert body[statement.start : statement.end] == statement.text


def test_what_nothing_has_is_a_key_error(ix: dm.Index) -> None:
    assert "0000000000000000-00000000" not in ix
    for ask in (lambda: ix["0000000000000000-00000000"], lambda: ix.cite("0000000000000000-00000000")):
        with pytest.raises(KeyError):
            ask()
    with pytest.raises(KeyError, match="whole document"):
        ix[ix.search("ceasefire")[0].document]


def test_names_in_other_spellings(ix: dm.Index) -> None:
    found = {(one.name, one.field): one for one in ix.names("Turkey")}
    assert found[("Türkiye", "authority")].id == "TUR"
    assert found[("Türkiye", "entity")].passages > 0


def test_statements_of_a_text_say_why() -> None:
    text = "GENEVA, 9 October 2024 – “The talks go on,” Ada Example said on Monday.\n"
    [statement] = [one for one in dm.extract(text) if one.speaker]
    assert (str(statement.speaker), str(statement.date), statement.kind) == ("Ada Example", "2024-10-07", "quoted")
    assert statement.why is not None and statement.why["date"]["words"][0]["text"] == "Monday"
    start, end = statement.why["date"]["words"][0]["at"]
    assert text[start:end] == "Monday"
    [given] = [one for one in dm.extract("The talks go on.", date="2024-10")]
    assert (str(given.date), given.date.basis) == ("2024-10", "given")


def test_what_is_given_by_hand_is_refused_where_it_cannot_be() -> None:
    with pytest.raises(dm.DemarcheError, match="no date"):
        dm.extract("The talks go on.", date="soon")
    with pytest.raises(dm.ReadError):
        dm.extract(" ")
    with pytest.raises(TypeError, match="dates"):
        dm.extract("The talks go on.", dates="2024")  # type: ignore[call-arg]
