"""Searches, and what a hit tells."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CalledProcessError

import pytest

import demarche as dm


def test_a_hit_tells_who_when_and_where(ix: dm.Index) -> None:
    hit = ix.search("ceasefire talks")[0]
    assert hit.speaker is not None and "Example" in str(hit.speaker)
    assert (hit.date.value, hit.date.precision) == ("2024-10-09", "day")
    assert hit.date.first_day == datetime.date(2024, 10, 9)
    assert hit.path == "briefing.txt" and hit.line == 4
    assert hit.permalink.startswith(f"demarche:s/{hit.id}#c={hit.start}-{hit.end};h=")


def test_offsets_are_those_of_python_slices(ix: dm.Index, folder: Path) -> None:
    hit = ix.search("told", words=True)[0]
    body = (folder / hit.path).read_text(encoding="utf-8")
    # Letters of several bytes stand before the place.
    assert "ü" in body[: hit.end] and body[hit.start : hit.end] == hit.text
    assert [hit.text[start:end] for start, end in hit.highlights] == ["told"]


@pytest.mark.parametrize("sort", ["relevance", "date", "-date"])
@pytest.mark.parametrize(
    ("query", "keywords", "options"),
    [
        ("ceasefire", {}, []),
        ("told -hostage", {"since": "2024-10", "until": "2024"}, ["--since", "2024-10", "--until", "2024"]),
        ("*", {"speaker": ["Ada Example", "Ben Sample"]}, ["--speaker", "Ada Example", "--speaker", "Ben Sample"]),
        ("rivers OR sea", {"words": True, "limit": None}, ["--words", "-n", "0"]),
        ('"speaker:nobody"', {"literal": True, "explain": True}, ["--literal", "--explain"]),
    ],
)
def test_the_json_is_the_programs_byte_for_byte(
    ix: dm.Index, program: Callable[..., str], query: str, keywords: dict, options: list[str], sort: str
) -> None:
    ours = ix.search(query, sort=sort, **keywords)
    try:
        theirs = program("search", query, "--format", "json", "--sort", sort, *options)
    except CalledProcessError as nothing:
        # The program's code for nothing found.
        assert nothing.returncode == 1 and not ours
        theirs = nothing.stdout.decode()
    assert ours.to_json() == theirs
    assert [hit.to_dict() for hit in ours] == json.loads(theirs)["hits"]


def test_results_are_a_sequence(ix: dm.Index) -> None:
    found = ix.search("*", limit=None)
    assert len(found) == found.all == len(list(found)) == len(ix)
    assert [hit.rank for hit in found[:3]] == [1, 2, 3] and found[-1].rank == len(found)
    with pytest.raises(IndexError):
        found[len(found)]


def test_a_date_that_is_coarse_is_not_filled_up(ix: dm.Index) -> None:
    [hit] = ix.search("nets", limit=1)
    assert (str(hit.date), hit.date.precision) == ("1995", "year")
    assert (hit.date.first_day, hit.date.last_day) == (datetime.date(1995, 1, 1), datetime.date(1995, 12, 31))
    [quota] = ix.search("quota", limit=1)
    assert not quota.date and quota.date.value is None and str(quota.date) == "unknown"


def test_what_was_understood_and_what_to_try_are_told(ix: dm.Index) -> None:
    found = ix.search("ceasefire zeppelins")
    assert found.understood == "ceasefire zeppelins" and (found.all, found.some > 0) == (0, True)
    assert any("zeppelins" in line for line in found.advice)
    assert any("Nobody Atall" in note for note in ix.search("ceasefire", speaker="Nobody Atall").notes)


def test_a_notebook_shows_marks_and_no_markup_of_the_texts(ix: dm.Index) -> None:
    html = ix.search("Türkiye’s")._repr_html_()
    assert "<mark>" in html and "<script" not in html
    assert "&lt;script&gt;" in ix.search("<script>")._repr_html_()


def test_a_query_that_cannot_be_meant_says_where(ix: dm.Index) -> None:
    with pytest.raises(dm.QueryError) as raised:
        ix.search("talks speker:Miller")
    error = raised.value
    assert error.input[slice(*error.span)].startswith("speker") and "speaker" in error.suggestion
    assert isinstance(error, ValueError) and "^" in str(error)


@pytest.mark.parametrize("keywords", [{"kind": "shouted"}, {"since": "soon"}, {"since": "2024", "until": "2020"}])
def test_a_filter_that_cannot_be_meant_is_refused(ix: dm.Index, keywords: dict) -> None:
    with pytest.raises(dm.QueryError):
        ix.search("talks", **keywords)


def test_no_keyword_is_dropped(ix: dm.Index) -> None:
    with pytest.raises(TypeError, match="did you mean `speaker`"):
        ix.search("talks", speakers="Miller")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="did you mean `since`"):
        ix.kwic("talks", from_="2024")  # type: ignore[call-arg]
