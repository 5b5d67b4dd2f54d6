"""Quotations: one, those of a manuscript, those of the corpus; as tables and as the program has them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import demarche as dm

SPEECH = """speaker,date,text
Ana Weiss,2014-09-24,"The river feeds both our towns, and the cease-fire holds. We shall not sign before the spring, and nobody
 will sign for us."
"""
REPORT = (
    "Minister will not sign yet\n\nRIGA, 26 September 2014 – The talks are over for this year.\n\n“We shall not sign before the "
    "summer, and nobody will sign for us,” Foreign Minister Ana Weiss of Latvia said on Wednesday.\n"
)
CHAPTER = "Ana Weiss said, “We shall sign before the spring, and nobody will sign for us.” She called it a “safe zone”.\n"


@pytest.fixture(scope="module")
def quoted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quoted")
    (folder / "speech.csv").write_text(SPEECH, encoding="utf-8")
    (folder / "2014-09-26-report.txt").write_text(REPORT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def talks(quoted: Path) -> dm.Index:
    return dm.index(quoted, into=quoted / ".demarche")


def test_a_quotation_is_judged(talks: dm.Index) -> None:
    found = talks.quote("We shall not sign … nobody will sign for us", speaker="Weiss", date="2014-09-24")
    assert (found.verdict, found.is_faithful, found.speaker_agrees, found.date_agrees) == ("same-words", True, True, True)
    altered = talks.quote("We shall sign before the spring", speaker="Karl Brandt")
    assert (altered.verdict, altered.speaker_agrees) == ("altered", False)
    [difference] = altered.differences
    assert difference["source"]["text"] == "not" and difference["may_turn_the_sense"] == ["negation"]
    nothing = talks.quote("The committee takes note of the report with thanks")
    assert nothing.verdict == "not-found" and len(nothing) == 0 and nothing
    assert nothing.to_dict()["verdict"] == "not-found" == json.loads(nothing.to_json())["verdict"]
    with pytest.raises(KeyError):
        talks.quote("We shall not sign", within="0000")
    with pytest.raises(dm.QueryError):
        talks.quote("We shall not sign", date="soon")


def test_a_manuscript_is_checked(talks: dm.Index, tmp_path: Path) -> None:
    file = tmp_path / "chapter.md"
    file.write_text(CHAPTER, encoding="utf-8")
    review = dm.check(talks, file)
    assert (len(review), review.fine, review.skipped) == (1, 0, [])
    assert "1 quotation checked: 0 in order, 1 not" in review.summary
    assert "left out: “not”" in review.to_text() and "<del" in review.to_html()
    with pytest.raises(FileNotFoundError):
        dm.check(talks, tmp_path / "nothing.md")


def test_echoes_and_originals(talks: dm.Index) -> None:
    [speech] = talks.search("river", limit=1)
    [report] = talks.search('"before the summer"', limit=1)
    [echo] = talks.echoes(speech.id).to_dicts()
    assert (echo["verdict"], echo["days"], echo["said_in"]) == ("altered", 2, "speech.csv")
    assert talks.originals(report.id).to_dicts() == [echo] == talks.echoes().to_dicts()
    assert len(talks.echoes(report.id)) == 0
    with pytest.raises(KeyError):
        talks.echoes("0000")


def test_they_are_data_frames(talks: dm.Index, quoted: Path, tmp_path: Path) -> None:
    pl = pytest.importorskip("polars")
    echoes = pl.DataFrame(talks.echoes())
    assert echoes.schema["said_first_day"] == pl.Date and echoes["days"].to_list() == [2]
    file = tmp_path / "echoes.parquet"
    program = Path(sys.executable).with_name("demarche")
    arguments = ["echoes", "--all", "--format", "parquet", "--output", file, "--quiet"]
    subprocess.run([program, *arguments], cwd=quoted, check=True)
    assert pl.read_parquet(file).equals(echoes)
    (tmp_path / "chapter.md").write_text(CHAPTER, encoding="utf-8")
    review = pl.DataFrame(dm.check(talks, tmp_path / "chapter.md"))
    row = review.row(0, named=True)
    assert (row["verdict"], row["speaker"], row["speaker_agrees"], row["line"]) == ("altered", "Ana Weiss", True, 1)
    places = pl.DataFrame(talks.quote("nobody will sign for us"))
    assert places["said_by"].to_list()[0] == "Ana Weiss (spoken)" and places["speaker_agrees"].null_count() == places.height
