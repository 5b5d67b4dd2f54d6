"""While the engine works: threads, Ctrl-C, faults, memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import demarche as dm
from demarche import _demarche

SENTENCE = "GENEVA, 9 October 2024 – “The talks go on,” Ada Example said on Monday. Ben Sample said that aid had arrived.\n"


def test_other_threads_run_meanwhile() -> None:
    done = threading.Event()

    def extract() -> None:
        dm.extract(SENTENCE * 2_000)
        done.set()

    thread = threading.Thread(target=extract)
    thread.start()
    turns = 0
    while not done.wait(0.001):
        turns += 1
    thread.join()
    # One turn takes what a millisecond and a bit takes, where the engine holds nothing up; else there is one at most.
    assert turns > 20


def test_threads_that_ask_together_get_what_each_asked(ix: dm.Index) -> None:
    queries = ["ceasefire", "tariffs", "rivers OR sea", "told", '"one size"'] * 20
    alone = [ix.search(query).to_json() for query in queries]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda query: ix.search(query).to_json(), queries))
    assert together == alone


def test_a_fault_is_told_and_reaches_nobody_as_anything_else(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(dm.DemarcheError, match="(?s)please report it: .*made on purpose") as raised:
        _demarche._fault()
    assert dm.__version__ in str(raised.value) and capfd.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console, the tests too")
def test_after_ctrl_c_what_was_whole_is_kept_and_the_same_call_goes_on(tmp_path: Path) -> None:
    files = 400
    for number in range(files):
        (tmp_path / f"{number}.txt").write_text(f"Talks {number}\n\n" + SENTENCE * 100, encoding="utf-8")
    code = "import demarche as dm, sys; dm.index(sys.argv[1], into=sys.argv[1] + '/.demarche', progress=True)"
    run = subprocess.Popen([sys.executable, "-c", code, tmp_path], stderr=subprocess.PIPE)
    assert run.stderr is not None
    # It has begun when it tells how far it is.
    assert run.stderr.read(1) == b"\r"
    time.sleep(0.2)
    run.send_signal(signal.SIGINT)
    told = run.communicate(timeout=60)[1].decode()
    assert "KeyboardInterrupt" in told and run.returncode != 0
    again = dm.index(tmp_path, into=tmp_path / ".demarche")
    assert again.report is not None and again.report.added + again.report.unchanged == files
    assert again.report.added > 0 and again.search("Ada Example", limit=0).all > 0


def resident() -> int:
    """Bytes of memory that this process has."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="asks Linux for the memory of a process")
def test_ten_thousand_searches_leak_nothing(ix: dm.Index) -> None:
    def ask(times: int) -> None:
        for number in range(times):
            found = ix.search("ceasefire talks" if number % 2 else "speaker:Example OR told")
            assert [hit.text for hit in found] and found[0].to_dict()
            if number % 100 == 0:
                assert list(ix.scan("*")) and ix.kwic("the") and ix.timeline("*", by="year").bins

    ask(1_000)
    before = resident()
    ask(9_000)
    # One hit of each search that stays would be some 20 MB.
    assert resident() - before < 6_000_000
