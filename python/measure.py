#!/usr/bin/env python3
"""Measures the package: threads, scans beside the program's lines of JSON, and tantivy from PyPI on the same texts.

    python measure.py [--passages 1000000] [--folder DIR] [--tantivy]

The texts are made up, the same on every run. Times are of the machine it runs on; run it twice.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import demarche as dm

COMMON = "talks aid border treaty trade water grain council minister envoy region council accord delegation river".split()
RARE = "ceasefire sanctions hostage embargo tariff pipeline quota armistice referendum blockade".split()
FILLING = "the of and to in that is for on with as at by from this be are was it we our their has have will".split()


def texts(passages: int, path: Path) -> None:
    """Writes made-up statements, a row each."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as out:
        for number in range(passages):
            words = [chance.choice(FILLING if chance.random() < 0.5 else COMMON) for _ in range(60)]
            words[chance.randrange(60)] = RARE[min(int(chance.expovariate(0.7)), 9)]
            row = {
                "id": str(number),
                "speaker": f"Speaker {chance.choice('ABCDEFGHIJ')}. Example{number % 97}",
                "date": f"{1990 + number % 35}-{1 + number % 12:02}-{1 + number % 28:02}",
                "text": " ".join(words).capitalize() + f" {number}.",
            }
            out.write(json.dumps(row) + "\n")


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def peak() -> float:
    """The most memory that this process has had since it was last asked, in MB (Linux)."""
    status = Path("/proc/self/status").read_text()
    kilobytes = int(status.split("VmHWM:")[1].split()[0])
    Path("/proc/self/clear_refs").write_text("5")
    return kilobytes / 1000


def threads(ix: dm.Index) -> float:
    """How many times as fast four threads together are as one."""
    queries = [f"{rare} {common}" for rare in RARE for common in COMMON] * 4

    def ask(query: str) -> int:
        return len(ix.search(query))

    for query in queries[:200]:
        ask(query)
    alone = min(timed(lambda: [ask(query) for query in queries]) for _ in range(3))
    with ThreadPoolExecutor(4) as pool:
        together = min(timed(lambda: list(pool.map(ask, queries))) for _ in range(3))
    print(f"{len(queries)} searches: one thread {alone:.2f} s, four threads {together:.2f} s: {alone / together:.2f} times")
    return alone / together


def scans(ix: dm.Index, index: Path) -> float:
    """How many times as long a scan takes as the program's lines of JSON."""
    program = [str(Path(sys.executable).with_name("demarche")), "--index", str(index), "-q", "search", "*"]

    def lines() -> None:
        with open(os.devnull, "wb") as nothing:
            subprocess.run([*program, "--format", "jsonl"], stdout=nothing, check=True)

    def scan() -> None:
        rows = sum(len(batch) for batch in ix.scan("*"))
        assert rows == len(ix)

    jsonl = min(timed(lines) for _ in range(2))
    peak()
    arrow = min(timed(scan) for _ in range(2))
    print(f"all {len(ix):,} passages: lines of JSON {jsonl:.1f} s, scan {arrow:.1f} s ({arrow / jsonl:.2f} times), peak {peak():.0f} MB")
    return arrow / jsonl


KINDS: dict[str, tuple[list[str], list[str]]] = {
    "one word": (RARE, RARE),
    "and": ([f"{r} AND {c}" for r in RARE for c in COMMON[:3]], [f"+{r} +{c}" for r in RARE for c in COMMON[:3]]),
    "or": ([f"{r} OR {c}" for r in RARE for c in COMMON[:3]], [f"{r} {c}" for r in RARE for c in COMMON[:3]]),
    "phrase": ([f'"{c} {d}"' for c in COMMON[:5] for d in COMMON[:5]],) * 2,
}


def beside_tantivy(rows: Path, ix: dm.Index, made: float, folder: Path) -> None:
    """A table beside tantivy, which works nothing out of what it indexes and counts no hits."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    for field in ("id", "speaker", "date"):
        builder.add_text_field(field, stored=True, tokenizer_name="raw")
    builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
    (folder / "tantivy").mkdir()
    index = tantivy.Index(builder.build(), path=str(folder / "tantivy"))

    def make() -> None:
        writer = index.writer()
        with rows.open(encoding="utf-8") as lines:
            for line in lines:
                writer.add_document(tantivy.Document(**json.loads(line)))
        writer.commit()
        writer.wait_merging_threads()

    theirs_made = timed(make)
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> None:
        found = searcher.search(index.parse_query(query, ["text"]), 10)
        for _, at in found.hits:
            assert searcher.doc(at)["text"]

    print("| | demarche | tantivy (PyPI) |\n|---|---:|---:|")
    print(f"| indexing, s | {made:.1f} | {theirs_made:.1f} |")
    for kind, (ours, theirs) in KINDS.items():
        pairs = list(zip(ours, theirs, strict=True))
        times: tuple[list[float], list[float]] = ([], [])
        for our, their in pairs + pairs:
            times[0].append(timed(lambda our=our: [hit.text for hit in ix.search(our, words=True)]))  # type: ignore[misc]
            times[1].append(timed(lambda their=their: ask(their)))  # type: ignore[misc]
        medians = [1000 * statistics.median(each[len(pairs) :]) for each in times]
        print(f"| {kind}, ms | {medians[0]:.2f} | {medians[1]:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--tantivy", action="store_true", help="beside tantivy, which must be installed")
    parser.add_argument("--least-threads", type=float, default=0.0)
    parser.add_argument("--most-scan", type=float, default=float("inf"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = arguments.folder or Path(folder)
        rows, index = folder / "rows.jsonl", folder / "index"
        texts(arguments.passages, rows)
        made = timed(lambda: dm.index(rows, into=index, as_given=True))
        print(f"{arguments.passages:,} statements indexed in {made:.1f} s")
        ix = dm.open(index)
        faster, longer = threads(ix), scans(ix, index)
        if arguments.tantivy:
            beside_tantivy(rows, ix, made, folder)
    if faster < arguments.least_threads or longer > arguments.most_scan:
        sys.exit("not as fast as it must be")


if __name__ == "__main__":
    main()
