"""Where two columns of a PDF page part."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.intake.pdf.columns import busiest

EDGES = st.integers(0, 12).map(float)
GAPS = st.lists(st.tuples(EDGES, EDGES).map(lambda gap: (min(gap), max(gap))), min_size=1, max_size=12)


@given(GAPS)
def test_columns_part_where_most_gaps_are(gaps: list[tuple[float, float]]) -> None:
    middles = sorted({(low + high) / 2 for low, high in gaps})
    counts = [sum(low < x < high for low, high in gaps) for x in middles]
    assert busiest(gaps) == middles[counts.index(max(counts))]
