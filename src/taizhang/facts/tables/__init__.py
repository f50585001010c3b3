"""Figures in tables: a Table in the clean text -> entries with unit, indicator, role, time; `extractor` makes facts.

cells (what is in one) -> heads, kinds (what one says) -> grid (which rows and columns are heads) -> axes (what stands
above and beside a figure) -> sheet (the whole table) -> naming, measures -> entries; captions and times read what
stands over the table, placed takes it from the source text and back.
"""

from taizhang.facts.tables.entries import Context, Entry, Passage, read_table
from taizhang.facts.tables.placed import PlacedTable, complete, fact_of, place_tables, report_period

__all__ = [
    "Context", "Entry", "Passage", "PlacedTable", "complete", "fact_of", "place_tables", "read_table", "report_period",
]  # fmt: skip
