"""Figures in tables: a Table in the clean text -> entries with unit, indicator, role, time; `extractor` makes facts.

cells, joined (what is in one) -> heads, kinds (what one says) -> grid (which rows and columns are heads; stacked: where
another table begins) -> columnheads, rowheads (what stands above and beside a figure, as axes) -> sheet (the whole
table) -> naming, measures -> entries; captions and times read what stands over and under the table, placed takes it
from the source text and back.
"""

from taizhang.facts.tables.entries import Context, Entry, Passage, read_table
from taizhang.facts.tables.placed import PlacedTable, complete, fact_of, place_tables, report_period

__all__ = [
    "Context", "Entry", "Passage", "PlacedTable", "complete", "fact_of", "place_tables", "read_table", "report_period",
]  # fmt: skip
