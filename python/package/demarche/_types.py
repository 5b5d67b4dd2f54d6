"""The keywords that questions and readings take, for checkers of types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike
from typing import Literal, TypedDict

FacetField = Literal["speaker", "entity", "topic", "form", "kind", "source", "tag", "year"]


class FilterOptions(TypedDict, total=False):
    """What every match must satisfy, and how the query is read; named as the options of the command line."""

    speaker: str | Sequence[str] | None
    """A name in any form, an office, or a state for all who speak for it; of several any."""
    not_speaker: str | Sequence[str] | None
    """None of these speakers."""
    entity: str | Sequence[str] | None
    """What the statement mentions, under any of its names."""
    topic: str | Sequence[str] | None
    form: str | Sequence[str] | None
    """What the files call their documents: a press briefing, a speech."""
    tag: str | Sequence[str] | None
    """A code of your own, or one within it."""
    kind: str | Sequence[str] | None
    """``spoken``, ``quoted``, ``reported``, ``narration``."""
    source: str | Sequence[str] | None
    since: str | date | None
    """From this date on: ``2023``, ``2023-10``, ``2023-10-09``."""
    until: str | date | None
    """Up to and including this date; a month or year to its end."""
    authority: str | PathLike[str] | None
    """Your own list of names."""
    strict: bool
    """Refuse a query that would be repaired."""
    literal: bool
    """Take every word as a word."""
    words: bool
    """Look for words in what was said only."""


class ReadingOptions(TypedDict, total=False):
    """How files are read; named as the options of the command line."""

    format: str | None
    """Every file in this format; else it is told by content and name."""
    map: Mapping[str, str]
    """Fields, and the column or key that each is taken from."""
    records: str | None
    encoding: str | None
    date: str | date | None
    """The date of documents that state none."""
    date_order: Literal["dmy", "mdy"] | None
    source: str | None
    """The source of documents that name none."""
    speakers: str | PathLike[str] | None
    authority: str | PathLike[str] | None
    topics: str | PathLike[str] | None
    corrections: str | PathLike[str] | None
    notes: str | PathLike[str] | None
    as_given: bool
    """Work nothing out of the texts."""
