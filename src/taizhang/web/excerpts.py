"""The words around a figure or a finding, cut to its sentence, as tables and lists show them."""

from __future__ import annotations

__all__ = ["trimmed"]

_STOPS = "。；;！!？?\n"


def trimmed(before: str, after: str, most: int = 10_000) -> tuple[str, str]:
    """Cut what stands before and after to the sentence, and to `most` characters, with … where more would follow.

    >>> trimmed("上月的事。本月共", "家，同比增长12%。以后", 6)
    ('本月共', '家，同比增长…')
    """
    for stop in _STOPS:
        before = before.rpartition(stop)[2]
        after = after.partition(stop)[0]
    before = f"…{before[-most:]}" if len(before) > most else before
    after = f"{after[:most]}…" if len(after) > most else after
    return before.lstrip(), after.rstrip()
