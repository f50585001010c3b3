"""Entries of the journal -> words: what was done, which went into which, what taking an entry back now does.

The page of indicators and `taizhang indicators journal` show them.
"""

from __future__ import annotations

import json

from taizhang.ledger.models import JournalEntry

__all__ = ["done", "is_undone", "whose"]

_ACTIONS = {"merge": "合并", "split": "拆分", "rename": "改名", "move": "移动单位"}


def done(entry: JournalEntry) -> str:
    """Say what an entry did: 合并, 撤销第 3 条, or 重做第 3 条 where it took an undoing back."""
    root, _ = _root(entry)
    if root is entry:
        return _ACTIONS[entry.action]
    return f"{'撤销' if is_undone(entry) else '重做'}第 {root.pk} 条"


def is_undone(entry: JournalEntry) -> bool:
    """Say whether an entry left its deed undone, so that taking it back does the deed again."""
    return _root(entry)[1] % 2 == 1


def whose(entry: JournalEntry) -> str:
    """Name what the deed was about: of a merge, which went into which."""
    root, _ = _root(entry)
    if root.action == "merge":
        homes = {row["indicator_id"] for row in root.after["indicatorname"].values()}
        names = {int(pk): row["name"] for pk, row in root.before["indicator"].items()}
        others = "、".join(name for pk, name in names.items() if pk not in homes)
        return f"{others} 并入 {'、'.join(names[pk] for pk in names if pk in homes)}"
    rows = [row for state in (root.before, root.after) for table in state.values() for row in table.values() if row]
    return "、".join(dict.fromkeys(row.get("text") or row.get("name") or json.dumps(row) for row in rows))


def _root(entry: JournalEntry) -> tuple[JournalEntry, int]:
    """Give the deed that an entry is about, and how often it was taken back one after another."""
    steps = 0
    while entry.undoes is not None:
        entry, steps = entry.undoes, steps + 1
    return entry, steps
