"""Corrections, codes and samples."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

import demarche as dm


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> dm.Index:
    """An index that the test may change."""
    shutil.copytree(folder, tmp_path / "texts", ignore=shutil.ignore_patterns(".demarche"))
    return dm.index(tmp_path / "texts", into=tmp_path / "texts" / ".demarche")


def test_a_correction_is_seen_at_once_and_survives_a_new_index(own: dm.Index, tmp_path: Path) -> None:
    hit = own.search("tariffs")[0]
    dm.correct(own, hit.id, speaker="Eve Corrected", date="1995-06", why="the table is wrong")
    seen = own.search("tariffs")[0]
    assert (str(seen.speaker), str(seen.date), seen.date.basis) == ("Eve Corrected", "1995-06", "corrected")
    [one] = dm.corrections(own)
    assert one["state"] == "applied"
    again = dm.index(tmp_path / "texts", into=tmp_path / "texts" / ".demarche", rebuild=True)
    assert str(again.search("tariffs")[0].speaker) == "Eve Corrected"


def test_codes_are_found(own: dm.Index) -> None:
    hit = own.search("nets")[0]
    dm.tag(own, hit.id, "sea/nets", by="ada")
    dm.note(own, hit.permalink, "compare the speech of the year before")
    assert [one.id for one in own.search("*", tag="sea")] == [hit.id]


def test_a_sample_is_the_same_for_the_same_seed(own: dm.Index) -> None:
    drawn = dm.sample(own, n=3, seed=7, coders=["ada", "ben"])
    assert drawn == dm.sample(own, n=3, seed=7, coders=["ada", "ben"]) and drawn != dm.sample(own, n=3, seed=8)
    rows = [row for row in csv.reader(io.StringIO(drawn)) if row]
    assert len(rows) >= 4 and any("ada" in cell for cell in rows[0] + rows[1])


def test_what_cannot_be_recorded_is_told(own: dm.Index) -> None:
    with pytest.raises(dm.DemarcheError, match="nothing has the id"):
        dm.tag(own, "0000000000000000-00000000", "sea")
    with pytest.raises(dm.DemarcheError, match="--speker"):
        dm.correct(own, own.search("nets")[0].id, speker="x")
