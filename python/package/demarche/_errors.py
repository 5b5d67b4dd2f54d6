"""What can go wrong, as exceptions."""

from __future__ import annotations


class DemarcheError(Exception):
    """Anything that goes wrong in demarche and has no exception of Python's own."""


class QueryError(DemarcheError, ValueError):
    """A query or a filter that cannot be meant."""

    input: str
    """The query as typed."""
    span: tuple[int, int]
    """Where it is wrong: ``input[span[0]:span[1]]``."""
    suggestion: str
    """What to write instead, as a sentence."""

    def __init__(self, message: str, input: str, span: tuple[int, int], suggestion: str) -> None:
        super().__init__(message)
        self.input = input
        self.span = span
        self.suggestion = suggestion


class IndexLocked(DemarcheError):
    """Another process writes to the index; searches go on meanwhile."""


class IndexVersion(DemarcheError):
    """The index was made by another version, or with other settings. Nothing was touched."""


class ReadError(DemarcheError):
    """A file that cannot be read, of those that must be."""
