"""Names as written -> rows of the ledger, many at once: what a load asks for each document.

A name that was met before keeps its indicator. A new one takes the indicator of a name with the same key, else that of
the catalogue, else one of its own. Nothing is matched by likeness; `proposals` does that, and a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from taizhang.ledger.bulk import Question, adding_all, ask, which_match
from taizhang.ledger.catalogue.entries import by_key
from taizhang.ledger.catalogue.normalising import key, shortened
from taizhang.ledger.models import Indicator, IndicatorName

__all__ = ["asked", "intern"]

_Entry = tuple[str, str, int, bool]
"""Name, base unit, direction and whether it is of the catalogue, of an indicator to be made."""


def asked(names: Iterable[str]) -> Question:
    """Ask for the rows of names, in a message with other questions; the answer is for `intern`."""
    return _which({shortened(name) for name in names})


def intern(names: Collection[str], known: Iterable[Any] | None = None) -> dict[str, int]:
    """Give the id of the IndicatorName of each name, made where missing; `known` is the answer to `asked`.

    Call it inside the transaction that uses the ids. Two programs may do so at once: rows are made in one order and
    what the other made first is taken.
    """
    texts = {name: shortened(name) for name in names}
    ids = dict(ask(_which(texts.values()))[0] if known is None else known)
    missing = sorted({text for text in texts.values() if text not in ids})
    if missing:
        homes = _homes(missing)
        rows = [(text, key(text), homes[text]) for text in missing]
        made = adding_all(IndicatorName, ("text", "key", "indicator_id"), rows, unless_there=True)
        ids |= dict(ask(*made, _which(missing))[-1])
    return {name: ids[text] for name, text in texts.items()}


def _homes(texts: list[str]) -> dict[str, int]:
    """Give the id of the indicator of each new name; indicators are made where missing."""
    keys = {text: key(text) for text in texts}
    (rows,) = ask(which_match(IndicatorName, "id key indicator_id", "key", set(keys.values())))
    met = {its_key: home for _, its_key, home in sorted(rows, reverse=True)}  # of several, the first that was met
    wanted = {text: _named(keys[text]) for text in texts if keys[text] not in met}
    made = _indicators({entry[0]: entry for entry in wanted.values()}) if wanted else {}
    return {text: met[keys[text]] if keys[text] in met else made[wanted[text][0]] for text in texts}


def _named(its_key: str) -> _Entry:
    if entry := by_key().get(its_key):
        return entry.name, entry.unit, entry.direction, True
    return its_key, "", 0, False


def _indicators(wanted: dict[str, _Entry]) -> dict[str, int]:
    rows = [wanted[name] for name in sorted(wanted)]
    made = adding_all(Indicator, ("name", "base_unit", "direction", "catalogued"), rows, unless_there=True)
    return dict(ask(*made, which_match(Indicator, "name id", "name", wanted))[-1])


def _which(texts: Iterable[str]) -> Question:
    return which_match(IndicatorName, "text id", "text", texts)
