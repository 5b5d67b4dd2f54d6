"""The program: ``demarche`` or ``python -m demarche``."""

from __future__ import annotations

import os
import signal
import sys

from demarche._demarche import _main


def main() -> int:
    """Runs the command line with the arguments of this process and gives its exit code."""
    # The program ends on Ctrl-C by itself, in order where it writes; Python would wait for it to come back.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _main(["demarche", *map(os.fsdecode, sys.argv[1:])])


if __name__ == "__main__":
    sys.exit(main())
