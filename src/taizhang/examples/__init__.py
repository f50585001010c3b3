"""A fictional county whose bureaus' reports are generated from known figures, so that the truth about them is known.

`write_county` writes the files for a demonstration or a benchmark, `county` gives them with facts, relations, reports,
headings and noise for tests; `write_draft` writes what one of its bureaus reports half a year later. All that stands
in them is invented.
"""

from __future__ import annotations

from taizhang.examples.draft import write_draft
from taizhang.examples.files import county, write_county
from taizhang.examples.office import missing
from taizhang.examples.truth import ExampleFile, TrueFact, TrueNoise, TrueRelation, TrueReport, TrueSection

__all__ = [
    "ExampleFile", "TrueFact", "TrueNoise", "TrueRelation", "TrueReport", "TrueSection", "county", "missing",
    "write_county", "write_draft",
]  # fmt: skip
