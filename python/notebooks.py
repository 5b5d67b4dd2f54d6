#!/usr/bin/env python3
"""Runs the notebooks in `examples/notebooks`; with `--write`, keeps what they print."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "examples" / "notebooks"


def main() -> None:
    files = sorted(FOLDER.glob("*.ipynb"))
    assert files, f"no notebook in {FOLDER}"
    for file in files:
        notebook = nbformat.read(file, as_version=4)
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
        print(f"{file.name}: {len(notebook.cells)} cells")
        if "--write" in sys.argv:
            for cell in notebook.cells:
                # When a cell ran is nobody's business, and differs each time.
                cell.metadata.pop("execution", None)
            nbformat.write(notebook, file)


if __name__ == "__main__":
    main()
