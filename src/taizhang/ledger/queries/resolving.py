"""The user's words -> ids of the ledger. What is not found is an error that names what is near.

Takes a FactQuery's names, gives sets of ids that `conditions` puts into the question. Nothing is matched by likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from taizhang.errors import UsageError
from taizhang.ledger.catalogue.entries import by_key
from taizhang.ledger.catalogue.normalising import key
from taizhang.ledger.models import Document, Indicator, IndicatorName, Location, Organisation, Region, Report, Version
from taizhang.ledger.queries.query import near_names

__all__ = ["documents", "indicators", "named_organisations", "names_of", "organisations", "places", "subtrees"]

_CODE = re.compile(r"\d{2,12}")
_DOC = re.compile(r"[0-9a-f]{6,64}")
_MOST_NAMES = 200_000
"""How many names are looked through for near ones."""


def indicators(names: Sequence[str]) -> list[int]:
    """Give the ids of the indicators that have these names; UsageError with near names when one has none."""
    return [pk for name in names for pk in _indicator(name)]


def _indicator(name: str) -> list[int]:
    """Find an indicator by its own name, by a name that a report writes, or by one that the catalogue knows of it."""
    entry = by_key().get(key(name))
    names = IndicatorName.objects.values_list("indicator_id", flat=True)
    found = names.filter(text=name) or names.filter(key=key(name))  # of names split apart, the very one
    own = Indicator.objects.filter(name__in=[name, *([entry.name] if entry else [])]).values_list("pk", flat=True)
    ids = sorted({*found} or {*own})
    if not ids:
        known = IndicatorName.objects.values_list("text", flat=True)[:_MOST_NAMES]
        raise _missing("指标", name, known)
    return ids


def names_of(indicator_ids: Iterable[int]) -> list[int]:
    """Give the ids of all names of these indicators."""
    return list(IndicatorName.objects.filter(indicator_id__in=list(indicator_ids)).values_list("pk", flat=True))


def organisations(names: Sequence[str]) -> QuerySet[Any]:
    """Give the organisations of these names (单位名, 地名加单位名, #编号) with all below them."""
    return subtrees(named_organisations(names))


def named_organisations(names: Sequence[str]) -> set[int]:
    """Give the ids of the organisations of these names alone."""
    return reduce(or_, (_organisation(name) for name in names))


def _organisation(name: str) -> set[int]:
    if name.startswith("#") and name[1:].isdecimal():
        found = set(Organisation.objects.filter(pk=int(name[1:])).values_list("pk", flat=True))
        if not found:
            raise UsageError(f"没有编号为 {name} 的单位；编号用 taizhang organisations list 可以看到")
        return found
    rows = Organisation.objects.all()
    ids = set(rows.filter(name=name).values_list("pk", flat=True))
    if not ids:
        ends = [name[cut:] for cut in range(1, len(name) - 1)]
        pairs = rows.filter(name__in=ends).values_list("pk", "place", "name")
        ids = {pk for pk, place, own in pairs if place and place + own == name}
    if not ids:
        raise _missing("单位", name, rows.values_list("name", flat=True).distinct()[:_MOST_NAMES])
    return ids


def subtrees(ids: Iterable[int]) -> QuerySet[Any]:
    """Give the organisations with these ids and all below them; one that is in no tree stands alone."""
    ids = list(ids)
    paths = Organisation.objects.filter(pk__in=ids).exclude(path="").values_list("path", flat=True)
    below = reduce(or_, (Q(path__startswith=path) for path in _tops(paths)), Q(pk__in=ids))
    return Organisation.objects.filter(below)


def _tops(paths: Iterable[str]) -> list[str]:
    """Leave out paths that lie below another."""
    tops: list[str] = []
    for path in sorted(paths):
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    return tops


def places(names: Sequence[str]) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Give the organisations in these places, and the reports there whose organisation is not known."""
    holds = reduce(or_, (_place(name) for name in names))
    there = Organisation.objects.filter(holds).values_list("pk", flat=True)
    in_place = reduce(or_, (Q(place__startswith=name) for name in names if not _CODE.fullmatch(name)), Q(pk=None))
    nameless = Report.objects.filter(in_place, organisation=None)
    if not there and not nameless.exists():
        known = {*Region.objects.values_list("name", flat=True), *Organisation.objects.values_list("place", flat=True)}
        raise _missing("地区", "、".join(names), known - {""})
    return subtrees(there), nameless


def _place(name: str) -> Q:
    if _CODE.fullmatch(name):
        return Q(region__code__startswith=_prefix(name))
    codes = {_prefix(code) for code in Region.objects.filter(name=name).values_list("code", flat=True)}
    return reduce(or_, (Q(region__code__startswith=code) for code in codes), Q(place__startswith=name))


def _prefix(code: str) -> str:
    """Give what the codes of all places within a place begin with.

    >>> _prefix("990100")
    '9901'
    """
    whole = code[:6].ljust(6, "0")
    head = whole.removesuffix("00").removesuffix("00") if len(code) >= 6 else code
    return head + code[6:].rstrip("0") if len(code) > 6 and head == whole else head


def documents(names: Sequence[str], earlier: bool) -> list[int]:
    """Give the ids of documents by doc or file; `earlier`: what these files held before, too."""
    return sorted({pk for name in names for pk in _document(name, earlier)})


def _document(name: str, earlier: bool) -> set[int]:
    if _DOC.fullmatch(name):
        by_doc = set(Document.objects.filter(doc__startswith=name).values_list("pk", flat=True))
        if by_doc:
            return by_doc
    spots = Location.objects.filter(Q(file=name) | Q(name=name))
    if not spots.exists():
        spots = Location.objects.filter(Q(file__endswith=f"/{name}") | Q(name__endswith=f"/{name}"))
    ids = set(spots.values_list("document_id", flat=True))
    if earlier:
        ids |= set(Version.objects.filter(location__in=spots.values("pk")).values_list("document_id", flat=True))
    if not ids:
        raise _missing("文件", name, Location.objects.values_list("file", flat=True)[:_MOST_NAMES])
    return ids


def _missing(what: str, name: str, known: Iterable[str]) -> UsageError:
    near = near_names(name, known)
    if near:
        return UsageError(f"台账里没有{what}“{name}”；相近的有：{'、'.join(near)}")
    return UsageError(f"台账里没有{what}“{name}”，也没有相近的；请检查写法，或先用 taizhang read 读入")
