"""What the tests share: the made-up corpus of the program's own tests, and the program of the wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import demarche as dm

CORPUS = Path(__file__).parents[2] / "tests" / "data" / "corpus"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus in a folder of its own."""
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copytree(CORPUS, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def ix(folder: Path) -> dm.Index:
    """An index of the corpus; no test writes to it."""
    return dm.index(folder, into=folder / ".demarche")


@pytest.fixture
def program(folder: Path, ix: dm.Index) -> Iterator[Callable[..., str]]:
    """What the program of the wheel prints, asked of the same index."""

    def run(*arguments: str) -> str:
        command = [str(Path(sys.executable).with_name("demarche")), *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
        return done.stdout.decode()

    yield run
