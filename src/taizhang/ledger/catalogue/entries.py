"""The catalogue of common indicators: `data/indicators.toml` as rows, found by the key of any of their names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from taizhang.errors import KnowledgeError
from taizhang.ledger.catalogue.normalising import key
from taizhang.wordlists import load

__all__ = ["Entry", "by_key", "entries"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A common indicator. `unit` is the base unit of its amounts, "" where it varies; `direction` as in Indicator."""

    name: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    direction: int = 0


@cache
def entries() -> tuple[Entry, ...]:
    """Give the catalogue in the order of its file; KnowledgeError for an entry that lacks its name or says too much."""
    rows = []
    for number, row in enumerate(load("ledger", "indicators.toml")["indicator"], 1):
        try:
            rows.append(Entry(**{**row, "aliases": tuple(row.get("aliases", ()))}))
        except TypeError as error:
            where = f"indicators.toml 第 {number} 个 [[indicator]]"
            raise KnowledgeError(f"{where} 写错了（{error}）；请按文件开头的说明修改") from error
    return tuple(rows)


@cache
def by_key() -> dict[str, Entry]:
    """Find an entry by the key of its name or of an alias; KnowledgeError when two entries claim one name."""
    found: dict[str, Entry] = {}
    for entry in entries():
        for name in (entry.name, *entry.aliases):
            if found.setdefault(key(name), entry) is not entry:
                other = found[key(name)].name
                raise KnowledgeError(f"indicators.toml：“{name}”既属于“{entry.name}”又属于“{other}”；请只留一处")
    return found
