"""A fictional county whose bureaus' reports are generated from known figures, so that the truth about them is known.

`write_county` writes the files for a demonstration or a benchmark, `county` gives them with facts, relations, reports,
headings and noise for tests. Names, figures and sentences are invented.
"""

from __future__ import annotations

from taizhang.examples.files import county, write_county
from taizhang.examples.office import missing
from taizhang.examples.truth import ExampleFile, TrueFact, TrueNoise, TrueRelation, TrueReport, TrueSection

__all__ = [
    "ExampleFile", "TrueFact", "TrueNoise", "TrueRelation", "TrueReport", "TrueSection", "county", "missing",
    "write_county",
]  # fmt: skip
