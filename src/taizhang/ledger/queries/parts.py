"""Part of a name -> what is meant by it, where only one thing can be; else an error that lists what it may be.

`resolving` looks for exact names first and comes here when there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from taizhang.errors import UsageError

__all__ = ["outermost", "some_of", "the_one"]

_MOST_LISTED = 8


def the_one(what: str, written: str, names: Mapping[str, str], choose: str) -> str | None:
    """Give the name that ends with what was written, else the only one; None when there is none.

    `names` are those that hold what was written, each with how it is listed. UsageError when it may be several;
    `choose` says how to tell them apart.
    """
    for kin in ([name for name in names if name.endswith(written)], [*names]):
        if len(kin) == 1:
            return kin[0]
        if kin:
            shown = some_of([names[name] for name in sorted(kin, key=lambda name: (len(name), name))])
            raise UsageError(f"“{written}”可以是 {len(kin)} 个{what}：{shown}；{choose}")
    return None


def some_of(names: Sequence[str]) -> str:
    """Give names in a line, the first few of many."""
    shown = "、".join(names[:_MOST_LISTED])
    return f"{shown} 等" if len(names) > _MOST_LISTED else shown


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
