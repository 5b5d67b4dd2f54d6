"""Answers as tables of Apache Arrow, for polars and pandas; and as files by the program."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest

import demarche as dm

pl = pytest.importorskip("polars")


def test_hits_are_a_data_frame(ix: dm.Index) -> None:
    found = ix.search("*", limit=None)
    frame = pl.DataFrame(found)
    assert frame.height == len(found)
    assert frame["text"].to_list() == [hit.text for hit in found]
    assert frame["speaker"].to_list() == [
        str(hit.speaker) if hit.speaker and not hit.speaker.unnamed else None for hit in found
    ]
    assert frame["entities"].to_list() == [[entity.name for entity in hit.entities] for hit in found]
    assert frame["doc_id"].n_unique() == frame.height


def test_no_day_is_invented(ix: dm.Index) -> None:
    frame = pl.DataFrame(ix.search("*", limit=None))
    assert frame.schema["first_day"] == pl.Date
    coarse = frame.filter(pl.col("date") == "1995").row(0, named=True)
    days = (coarse["first_day"], coarse["last_day"], coarse["date_precision"])
    assert days == (datetime.date(1995, 1, 1), datetime.date(1995, 12, 31), "year")
    unknown = frame.filter(pl.col("date_basis") == "unknown")
    assert unknown.height > 0 and unknown["first_day"].null_count() == unknown.height


def test_the_other_answers_too(ix: dm.Index) -> None:
    lines = pl.DataFrame(ix.kwic("the", limit=None))
    assert lines.height == ix.kwic("the").total and lines.columns[:3] == ["docname", "from", "to"]
    counts = pl.DataFrame(ix.facets(by=["speaker", "year"]))
    assert counts.filter(pl.col("value") == "1995")["statements"].to_list() == [2]
    timeline = ix.timeline("*", by="year", limit=None)
    bins = pl.DataFrame(timeline)
    assert bins["matched"].sum() == timeline.total and bins["place"][-1] == "undated"
    assert pl.DataFrame(timeline.table())["id"].to_list() == [event.id for event in timeline.events]


def test_a_scan_has_every_match_in_batches(ix: dm.Index) -> None:
    columns = ["doc_id", "speaker", "date", "text"]
    batches = list(ix.scan("*", columns=columns, batch_size=5))
    assert [len(batch) for batch in batches] == [5, 5, len(ix) - 10]
    frame = pl.concat([pl.DataFrame(batch) for batch in batches])
    assert frame.columns == columns
    whole = pl.DataFrame(ix.search("*", limit=None, all_copies=True))
    assert frame.sort("doc_id").equals(whole.select(columns).sort("doc_id"))
    assert pl.DataFrame(ix.scan("*")).height == len(ix)
    narrow = pl.DataFrame(ix.scan("*", sort="date", speaker="Ada Example", columns=["speaker"]))
    assert narrow["speaker"].to_list() == ["Ada Example"]


def test_a_scan_that_is_left_alone_ends(ix: dm.Index) -> None:
    for _ in range(50):
        next(iter(ix.scan("*", batch_size=1)))


def test_nothing_found_is_an_empty_table(ix: dm.Index) -> None:
    assert pl.DataFrame(ix.search("zeppelins")).shape == (0, len(ix.scan("*").columns))
    assert list(ix.scan("zeppelins")) == []


def test_a_column_that_there_is_not_is_told(ix: dm.Index) -> None:
    with pytest.raises(ValueError, match="no column `speker`"):
        ix.scan("*", columns=["speker"])


def test_pandas_takes_it(ix: dm.Index) -> None:
    pd = pytest.importorskip("pandas")
    if not hasattr(pd.DataFrame, "from_arrow"):
        pytest.skip("this pandas does not read Arrow streams")
    pytest.importorskip("pyarrow", reason="pandas reads Arrow by pyarrow")
    found = ix.search("*", limit=None)
    assert list(pd.DataFrame.from_arrow(found)["id"]) == [hit.id for hit in found]


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_the_programs_files_hold_the_same(ix: dm.Index, folder: Path, tmp_path: Path, form: str) -> None:
    read = pl.read_parquet if form == "parquet" else pl.read_ipc
    program = Path(sys.executable).with_name("demarche")

    def table(*arguments: str) -> pl.DataFrame:
        file = tmp_path / "table"
        subprocess.run([program, *arguments, "--output", file, "--quiet"], cwd=folder, check=True)
        return read(file)

    whole = ix.search("*", limit=None, all_copies=True)
    assert table("search", "*", "--format", form).equals(pl.DataFrame(whole))
    assert table("kwic", "the", "--format", form, "--sort", "left").equals(
        pl.DataFrame(ix.kwic("the", sort="left", limit=None))
    )
    assert table("facets", "year", "--format", form).equals(pl.DataFrame(ix.facets(by="year")))
    timeline = ix.timeline("*", by="year", limit=None)
    assert table("timeline", "*", "--by", "year", "--format", f"bins-{form}").equals(pl.DataFrame(timeline))
    events = table("timeline", "*", "--by", "year", "--format", form)
    assert sorted(events["id"]) == sorted(event.id for event in timeline.events)
    some = table("search", "*", "--format", form, "--columns", "doc_id,text")
    assert some.columns == ["doc_id", "text"]
