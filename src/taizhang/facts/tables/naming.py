"""Column and row of a figure -> what is measured, and whose it is.

`name_of` gives the spans that make the indicator and those that make the subject; `entries` puts them into the entry.
"""

from __future__ import annotations

from taizhang.facts.tables.axes import Axis
from taizhang.facts.tables.cells import TABLES
from taizhang.facts.tables.sheet import Sheet
from taizhang.spans import Span

__all__ = ["name_of"]

_EACH = frozenset(TABLES["parts"]["each"])


def name_of(sheet: Sheet, column: int, over: Axis, beside: Axis) -> tuple[list[Span], list[Span]]:
    """Give the spans of the indicator and of the subject.

    Where the rows are organisations, places or times the columns name what is measured, and the rows say whose it is;
    where the columns are, the rows do; else both together.
    """
    labels = sheet.labels[column]
    subject = list(beside.subject)
    if beside.total:
        subject = subject or [beside.total]
    if labels and sheet.rows(labels).entities:
        spans = _of_column(sheet, column, over) or ([over.role_span] if over.completion and over.role_span else [])
        spans = spans or _of_title(sheet) or beside.name_spans
        spans = spans or ([over.word] if over.word else [])
        if over.total and not over.name_spans:
            subject = subject or [over.total]
    elif column in sheet.entity_columns or (over.total and sheet.entity_columns):
        spans = beside.name_spans or _of_title(sheet)
        subject = over.name_spans or ([over.total] if over.total else subject)
    else:
        spans = _joined(sheet, column, over, beside)
        if beside.total and not spans:
            spans = [beside.total]
        if spans is over.name_spans and beside.name_spans and not beside.total and not subject:
            subject = beside.name_spans
    if beside.part_of and not subject:
        subject = [beside.part_of]
    return spans, subject


def _of_title(sheet: Sheet) -> list[Span]:
    return [sheet.caption.name] if sheet.caption.name else []


def _of_column(sheet: Sheet, column: int, over: Axis) -> list[Span]:
    """Give the name of a column, of a nameless one that of the column left of it that it says more of."""
    if over.name_spans:
        return over.name_spans
    left = sheet.named_left(column)
    if left is None:
        return []
    if over.completion and over.role_span:
        return [over.role_span]
    return sheet.columns[left].name_spans if over.role or over.scope == "last_year" or over.status else []


def _joined(sheet: Sheet, column: int, over: Axis, beside: Axis) -> list[Span]:
    """Name a figure by its row and its column where both name something."""
    if not beside.name_spans:
        return _of_column(sheet, column, over) or _of_title(sheet)
    if not over.name_spans:
        return _with_title(sheet, beside.name_spans) if beside.partial else beside.name_spans
    if over.name in beside.name:
        return beside.name_spans
    if beside.name in over.name:
        return over.name_spans
    if beside.total:
        return over.name_spans
    if over.measure and sheet.named == [column] and not (over.name in _EACH and len(sheet.plain) > 1):
        return beside.name_spans
    if not over.measure and not over.role and len(beside.name) > 2 * len(over.name) + 2:
        return over.name_spans
    return [*beside.name_spans, *over.name_spans]


def _with_title(sheet: Sheet, spans: list[Span]) -> list[Span]:
    """Put what the table is about behind a name that says too little: 城镇居民 + 居民人均可支配收入."""
    if not sheet.caption.name or len(spans) != 1:
        return spans
    (start, end), (low, high) = spans[0], sheet.caption.name
    own, about = sheet.text[start:end], sheet.text[low:high]
    if own in about:
        return spans
    shared = next((size for size in range(len(own), 0, -1) if about.startswith(own[-size:])), 0)
    return [*spans, (low + shared, high)]
