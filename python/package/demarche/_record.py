"""What a person records, and samples to check by hand: the program's own commands, run on an index.

Keywords have the names of the command's options; what is recorded is plain text beside the index, and survives a new one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from demarche._demarche import Index
from demarche._errors import DemarcheError

Value = str | int | bool | os.PathLike[str] | Sequence[str] | None


def correct(ix: Index, link: str | None = None, **options: Value) -> None:
    """Says what words, a document or names should be: ``correct(ix, hit.id, speaker="Ada Example", why="misread head")``.

    ``link`` is the id of a statement or document, or a permalink. The keywords are speaker, role, affiliation, kind, date,
    topic, entity, not_a_copy_of; of a document author, published, publisher; of names person with same, apart; and by, why.
    ``"none"`` says that there is none. The index follows at once, or where that is not safe, at the next run.
    """
    _change(ix, "correct", [link] if link else [], options)


def tag(ix: Index, link: str, *codes: str, remove: bool = False, by: str | None = None) -> None:
    """Gives words codes of your own: ``tag(ix, hit.id, "peace/ceasefire")``."""
    _change(ix, "tag", [link, *codes], {"remove": remove, "by": by})


def note(ix: Index, link: str, text: str, *, by: str | None = None) -> None:
    """Writes a note on words."""
    _change(ix, "note", [link, text], {"by": by})


def collect(ix: Index, collection: str, *links: str, remove: bool = False, by: str | None = None) -> None:
    """Puts words into a collection."""
    _change(ix, "collect", [collection, *links], {"remove": remove, "by": by})


def corrections(ix: Index, *, open: bool = False) -> list[dict[str, Any]]:
    """What became of each correction; with ``open`` only those in doubt, lost or waiting."""
    found: list[dict[str, Any]] = json.loads(_run(ix, "corrections", [], {"open": open, "json": True}) or "[]")
    return found


def sample(ix: Index, query: str = "*", *, n: int = 200, seed: int = 1, **options: Value) -> str:
    """Draws statements to be checked by hand, as the CSV of a sheet; the same seed draws the same.

    Further keywords are by, coders, show_answers, output and the filters of a search.
    """
    return _run(ix, "sample", [query], {"n": n, "seed": seed, **options}, joined=("by", "coders"))


def score(ix: Index, sheet: str | os.PathLike[str]) -> dict[str, Any]:
    """How often the program is right, by a sheet that was filled in."""
    scored: dict[str, Any] = json.loads(_run(ix, "score", [os.fspath(sheet)], {"json": True}))
    return scored


def _change(ix: Index, command: str, arguments: Sequence[str], options: dict[str, Value]) -> None:
    _run(ix, command, arguments, options)
    ix.reload()


def _run(
    ix: Index, command: str, arguments: Sequence[str], options: dict[str, Value], joined: Sequence[str] = ()
) -> str:
    """What a command prints; what it complains of is raised."""
    words = [sys.executable, "-m", "demarche", "--index", ix.path, "--color", "never", command]
    for name, value in options.items():
        option = f"--{name.replace('_', '-')}"
        if value is None or value is False:
            continue
        if value is True:
            words.append(option)
        elif isinstance(value, (str, int, os.PathLike)):
            words.append(f"{option}={value if isinstance(value, int) else os.fspath(value)}")
        elif name in joined:
            words.append(f"{option}={','.join(value)}")
        else:
            words += [f"{option}={one}" for one in value]
    done = subprocess.run([*words, "--", *arguments], capture_output=True, check=False)
    # 1 is nothing found: an answer too.
    if done.returncode not in (0, 1):
        raise DemarcheError(done.stderr.decode(errors="replace").strip().removeprefix("error: "))
    return done.stdout.decode()
