"""Full-text index for diplomatic statements: who said what, when, about whom.

>>> import demarche as dm
>>> ix = dm.index("articles/", into=".demarche")  # doctest: +SKIP
>>> for hit in ix.search("ceasefire", speaker="Miller", since="2023-10"):  # doctest: +SKIP
...     print(hit.speaker, hit.date, hit.text)

Keywords have the names of the command line's options. Offsets count code points, so that Python's slices fit.
"""

from __future__ import annotations

from demarche._demarche import (
    Batch,
    Bin,
    Burst,
    Collocate,
    Collocates,
    Date,
    Echoes,
    Entity,
    Event,
    Facets,
    FacetValue,
    Finding,
    Gap,
    Hit,
    Index,
    Kwic,
    Line,
    NameMatch,
    Report,
    Results,
    Review,
    Scan,
    Skip,
    Speaker,
    Statement,
    Timeline,
    __version__,
    check,
    extract,
    index,
    open,
)
from demarche._errors import DemarcheError, IndexLocked, IndexVersion, QueryError, ReadError
from demarche._record import collect, correct, corrections, note, sample, score, tag

__all__ = [
    "Batch",
    "Bin",
    "Burst",
    "Collocate",
    "Collocates",
    "Date",
    "DemarcheError",
    "Echoes",
    "Entity",
    "Event",
    "FacetValue",
    "Facets",
    "Finding",
    "Gap",
    "Hit",
    "Index",
    "IndexLocked",
    "IndexVersion",
    "Kwic",
    "Line",
    "NameMatch",
    "QueryError",
    "ReadError",
    "Report",
    "Results",
    "Review",
    "Scan",
    "Skip",
    "Speaker",
    "Statement",
    "Timeline",
    "check",
    "collect",
    "correct",
    "corrections",
    "extract",
    "index",
    "note",
    "open",
    "sample",
    "score",
    "tag",
    "__version__",
]
