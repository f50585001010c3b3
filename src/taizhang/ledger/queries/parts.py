"""Part of a name -> what is meant by it, where only one thing can be; else an error that lists what it may be.

`resolving` looks for exact names first and comes here when there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from taizhang.errors import UsageError

__all__ = ["outermost", "some_of", "the_one"]

_MOST_LISTED = 10


def the_one(
    what: str, written: str, names: Mapping[str, str], used: Callable[[], Mapping[str, int]], choose: str
) -> str | None:
    """Give the only name; None when there is none. UsageError when it may be several, the most used first.

    `names` are those that hold what was written, each with how it is listed; `used` says, when it is asked, how much
    the ledger has of each: one of which it has nothing is not meant while it has something of another. `choose` says
    how to tell them apart.
    """
    if len(names) < 2:
        return next(iter(names), None)
    counts = used()
    kin = [name for name in names if counts.get(name)] or [*names]
    if len(kin) == 1:
        return kin[0]
    kin.sort(key=lambda name: (-counts.get(name, 0), len(name), name))
    raise UsageError(f"“{written}”可以是 {len(kin)} 个{what}：{some_of([names[name] for name in kin])}；{choose}")


def some_of(names: Sequence[str]) -> str:
    """Give names in a line, the first of many, and how many more there are."""
    shown, more = "、".join(names[:_MOST_LISTED]), len(names) - _MOST_LISTED
    return f"{shown}，另有 {more} 个" if more > 0 else shown


def outermost(places: Iterable[str]) -> list[str]:
    """Leave out the places that lie in others of them.

    >>> outermost(["松溪县青石镇", "松溪县", "柏溪县"])
    ['松溪县', '柏溪县']
    """
    found: list[str] = []
    for place in sorted(places):
        if not found or not place.startswith(found[-1]):
            found.append(place)
    return found
