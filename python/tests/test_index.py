"""An index is made, opened and brought up to date; and what goes wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import demarche as dm


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """A corpus that the test may change."""
    shutil.copytree(folder, tmp_path / "texts", ignore=shutil.ignore_patterns(".demarche"))
    return tmp_path / "texts"


def test_what_was_added_and_skipped_is_told(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 500)
    ix = dm.index(own, into=own / ".demarche", progress=True)
    assert ix.report is not None and ix.report.added == 4
    assert [skip.path for skip in ix.report.skips if skip.path == "bad.txt"] == ["bad.txt"]
    assert "4 files added" in capsys.readouterr().err
    again = dm.index([own], into=str(own / ".demarche"))
    assert again.report is not None and (again.report.added, again.report.unchanged) == (0, 4)


def test_an_index_is_seen_anew_when_asked(own: Path) -> None:
    ix = dm.index(own, into=own / ".demarche")
    (own / "new.txt").write_text("BAKU, 3 March 2022 – “The pipeline holds,” Cyd Example said.", encoding="utf-8")
    assert dm.index(own, into=own / ".demarche").search("pipeline").all == 1
    assert ix.search("pipeline").all == 0
    ix.reload()
    assert ix.search("pipeline").all == 1
    (own / "new.txt").unlink()
    dm.index(own, into=own / ".demarche", prune=True, rebuild=True)
    assert dm.open(own / ".demarche").search("pipeline").all == 0


def test_python_and_the_program_make_the_same_index(own: Path, ix: dm.Index) -> None:
    program = Path(sys.executable).with_name("demarche")
    subprocess.run([program, "index", "-q", "."], cwd=own, check=True)

    def held(index: dm.Index) -> list[dict[str, Any]]:
        hits = [hit.to_dict() | {"rank": 0} for hit in index.search(limit=None)]
        return sorted(hits, key=lambda hit: (hit["path"], hit["start"]))

    assert held(dm.open(own / ".demarche")) == held(ix)


def test_no_index_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no index at"):
        dm.open(tmp_path / "nowhere")


def test_an_index_of_another_version_is_told_and_not_touched(own: Path) -> None:
    dm.index(own, into=own / ".demarche")
    about = own / ".demarche" / "demarche.json"
    text = about.read_text()
    changed = json.loads(text)
    changed["format"] = 1
    about.write_text(json.dumps(changed))
    with pytest.raises(dm.IndexVersion, match="rebuild=True"):
        dm.open(own / ".demarche")
    about.write_text(text)
    assert len(dm.open(own / ".demarche")) > 0


def test_strict_stops_at_what_cannot_be_read(own: Path) -> None:
    with pytest.raises(dm.ReadError, match="table.csv:4"):
        dm.index(own, into=own / ".demarche", strict=True)


def test_the_program_is_whole() -> None:
    program = [sys.executable, "-m", "demarche"]
    version = subprocess.run([*program, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.strip() == f"demarche {dm.__version__}"
    wrong = subprocess.run([*program, "search", "--speker", "x", "y"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2 and "--speaker" in wrong.stderr
