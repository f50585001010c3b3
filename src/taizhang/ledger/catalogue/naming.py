"""Names as written -> rows of the ledger, many at once: what a load asks for each document.

A name that was met before keeps its indicator. A new one takes the indicator of a name with the same key, else that of
the catalogue, else one of its own. Nothing is matched by likeness; `proposals` does that, and a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from taizhang.ledger.bulk import Question, ask, which_match
from taizhang.ledger.catalogue.entries import by_key
from taizhang.ledger.catalogue.normalising import key, shortened
from taizhang.ledger.models import Indicator, IndicatorName

__all__ = ["asked", "intern"]

_AT_ONCE = 500


def asked(names: Iterable[str]) -> Question:
    """Ask for the rows of names, in a message with other questions; the answer is for `intern`."""
    return _which({shortened(name) for name in names})


def intern(names: Collection[str], known: Iterable[Any] | None = None) -> dict[str, int]:
    """Give the id of the IndicatorName of each name, made where missing; `known` is the answer to `asked`.

    Call it inside the transaction that uses the ids. Two programs may do so at once: rows are made in one order and
    what the other made first is taken.
    """
    texts = {name: shortened(name) for name in names}
    ids = _known(set(texts.values())) if known is None else dict(known)
    missing = sorted({text for text in texts.values() if text not in ids})
    if missing:
        homes = _homes(missing)
        rows = [IndicatorName(text=text, key=key(text), indicator_id=homes[text]) for text in missing]
        IndicatorName.objects.bulk_create(rows, ignore_conflicts=True)
        ids |= _known(missing)
    return {name: ids[text] for name, text in texts.items()}


def _homes(texts: list[str]) -> dict[str, int]:
    """Give the id of the indicator of each new name; indicators are made where missing."""
    keys = {text: key(text) for text in texts}
    met: dict[str, int] = {}
    for some in _batches(set(keys.values())):
        rows = IndicatorName.objects.filter(key__in=some).order_by("-pk").values_list("key", "indicator_id")
        met.update(rows)
    wanted = {text: _named(text, keys[text]) for text in texts if keys[text] not in met}
    made = _indicators({indicator.name: indicator for indicator in wanted.values()}) if wanted else {}
    return {text: met[keys[text]] if keys[text] in met else made[wanted[text].name] for text in texts}


def _named(text: str, its_key: str) -> Indicator:
    if entry := by_key().get(its_key):
        return Indicator(name=entry.name, base_unit=entry.unit, direction=entry.direction, catalogued=True)
    return Indicator(name=its_key)


def _indicators(wanted: dict[str, Indicator]) -> dict[str, int]:
    names = sorted(wanted)
    Indicator.objects.bulk_create([wanted[name] for name in names], ignore_conflicts=True)
    return {
        name: pk
        for some in _batches(names)
        for name, pk in Indicator.objects.filter(name__in=some).values_list("name", "pk")
    }


def _known(texts: Iterable[str]) -> dict[str, int]:
    return dict(ask(_which(texts))[0])


def _which(texts: Iterable[str]) -> Question:
    return which_match(IndicatorName, "text id", "text", texts)


def _batches(items: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(items)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch
