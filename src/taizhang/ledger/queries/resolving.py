"""The user's words -> ids of the ledger. What is not found is an error that names what is near.

Takes a FactQuery's names, gives sets of ids that `conditions` puts into the question. A part of a name does where it is
part of one only (`parts`), and `taken` says for what it was taken. Nothing is matched by likeness.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Concat

from taizhang.errors import UsageError
from taizhang.ledger.catalogue.entries import by_key
from taizhang.ledger.catalogue.normalising import key
from taizhang.ledger.models import (
    Document,
    Fact,
    Indicator,
    IndicatorName,
    Location,
    Organisation,
    Region,
    Report,
    Version,
)
from taizhang.ledger.queries.parts import outermost, some_of, the_one
from taizhang.ledger.queries.query import FactQuery, near_names
from taizhang.ledger.queries.wording import whole_name, whole_names
from taizhang.wordlists import load

__all__ = ["documents", "indicators", "named_organisations", "names_of", "organisations", "places", "subtrees", "taken"]

_CODE = re.compile(r"\d{2,12}")
_DOC = re.compile(r"[0-9a-f]{6,64}")
_SUFFIXES = (*load("reports", "places.toml")["suffixes"], *load("reports", "places.toml")["town_suffixes"])
_MOST_NAMES = 200_000
"""How many names are looked through for near ones."""


def indicators(names: Sequence[str]) -> list[int]:
    """Give the ids of the indicators that have these names; UsageError with near names when one has none."""
    return [pk for name in names for pk in sorted(_indicator(name).ids)]


class _Found(NamedTuple):
    """The ids that a name means; `whole`: the name that it was taken for, None where it is one itself."""

    ids: set[int]
    whole: str | None = None


def _indicator(name: str) -> _Found:
    """Find an indicator by its own name, by a name that a report writes, or by one that the catalogue knows of it."""
    _refuse_empty("指标", name)
    entry = by_key().get(key(name))
    names = IndicatorName.objects.values_list("indicator_id", flat=True)
    found = names.filter(text=name) or names.filter(key=key(name))  # of names split apart, the very one
    own = Indicator.objects.filter(name__in=[name, *([entry.name] if entry else [])]).values_list("pk", flat=True)
    if ids := {*found} or {*own}:
        return _Found(ids)
    holding = Q(name__contains=name) | Q(names__text__contains=name) | Q(names__key__contains=key(name))
    matching = Indicator.objects.filter(holding, names__isnull=False)
    kin = dict(matching.values_list("name", "pk"))

    def used() -> dict[str, int]:
        rows = Fact.objects.filter(live=True, name__indicator__in=matching.values("pk")).order_by()
        return dict(rows.values_list("name__indicator__name").annotate(facts=Count("*")))

    one = the_one("指标", name, {called: called for called in kin}, used, "请写全名称")
    if one is None:
        raise _missing("指标", name, IndicatorName.objects.values_list("text", flat=True)[:_MOST_NAMES])
    return _Found({kin[one]}, one)


def names_of(indicator_ids: Iterable[int]) -> list[int]:
    """Give the ids of all names of these indicators."""
    return list(IndicatorName.objects.filter(indicator_id__in=list(indicator_ids)).values_list("pk", flat=True))


def organisations(names: Sequence[str]) -> QuerySet[Any]:
    """Give the organisations of these names (单位名, 地名加单位名, #编号) with all below them."""
    return subtrees(named_organisations(names))


def named_organisations(names: Sequence[str]) -> set[int]:
    """Give the ids of the organisations of these names alone."""
    return reduce(or_, (_organisation(name).ids for name in names))


def _organisation(name: str) -> _Found:
    _refuse_empty("单位", name)
    if name.startswith("#") and name[1:].isdecimal():
        found = set(Organisation.objects.filter(pk=int(name[1:])).values_list("pk", flat=True))
        if not found:
            raise UsageError(f"没有编号为 {name} 的单位；编号用 taizhang organisations list 可以看到")
        return _Found(found)
    rows = Organisation.objects.all()
    if ids := set(rows.filter(name=name).values_list("pk", flat=True)):
        return _Found(ids)
    ends = [name[cut:] for cut in range(len(name) - 1)]
    pairs = rows.filter(name__in=ends).values_list("pk", "place", "name")
    if ids := {pk for pk, place, own in pairs if name in whole_names(own, place)}:
        return _Found(ids)
    return _part_of_organisation(name)


def _part_of_organisation(name: str) -> _Found:
    whole = Organisation.objects.annotate(both=Concat("place", "name"))
    kin: dict[str, set[int]] = defaultdict(set)
    for pk, own, place in whole.filter(both__contains=name).values_list("pk", "name", "place"):
        kin[whole_name(own, place)].add(pk)

    def used() -> dict[str, int]:
        counts = _reports_below()
        return {called: sum(counts[pk] for pk in ids) for called, ids in kin.items()}

    shown = {called: f"{called} #{min(ids)}" for called, ids in kin.items()}
    one = the_one("单位", name, shown, used, "请写全名称，或写 #编号")
    if one is None:
        raise _missing("单位", name, Organisation.objects.values_list("name", flat=True).distinct()[:_MOST_NAMES])
    return _Found(kin[one], one)


def _reports_below() -> Counter[int]:
    """Count the reports of each organisation and of those below it."""
    counts: Counter[int] = Counter()
    rows = Report.objects.filter(live=True).exclude(organisation=None).order_by()
    for pk, path, n in rows.values_list("organisation_id", "organisation__path").annotate(reports=Count("*")):
        for above in {pk, *map(int, filter(None, path.split("/")))}:
            counts[above] += n
    return counts


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
    there, nameless = [], []
    for name in names:
        place, _ = _place(name)
        if _CODE.fullmatch(place):
            there.append(Q(region__code__startswith=_prefix(place)))
            continue
        there.append(Q(place__startswith=place) | _coded(place))
        nameless.append(Q(place__startswith=place))
    inside = subtrees(Organisation.objects.filter(reduce(or_, there)).values_list("pk", flat=True))
    return inside, Report.objects.filter(reduce(or_, nameless, Q(pk=None)), organisation=None)


def _coded(place: str) -> Q:
    """Tell organisations by the codes of the places that are called so."""
    codes = {_prefix(code) for code in Region.objects.filter(name=place).values_list("code", flat=True)}
    return reduce(or_, (Q(region__code__startswith=code) for code in codes), Q(pk=None))


def _place(name: str) -> tuple[str, bool]:
    """Give the place, or the code, that is meant, and whether only a part of it was written.

    云溪县 means what lies in it too; 云溪 is a part of it.
    """
    _refuse_empty("地区", name)
    if _CODE.fullmatch(name):
        if not Organisation.objects.filter(region__code__startswith=_prefix(name)).exists():
            raise UsageError(
                f"台账里没有行政区划代码 {name} 的单位；请检查，或用 taizhang organisations regions 载入代码"
            )
        return name, False
    known = {*Organisation.objects.values_list("place", flat=True).distinct()}
    known |= {*Report.objects.filter(organisation=None).values_list("place", flat=True).distinct()}
    known -= {"", None}
    inside = [place for place in known if place.startswith(name)]
    if name in inside or (inside and name.endswith(_SUFFIXES)) or Organisation.objects.filter(_coded(name)).exists():
        return name, False
    tops = outermost(place for place in known if name in place)

    def used() -> dict[str, int]:
        rows = Report.objects.filter(live=True).order_by().values_list("organisation__place", "place")
        counts = [(own or said or "", n) for own, said, n in rows.annotate(reports=Count("*"))]
        return {top: sum(n for place, n in counts if place.startswith(top)) for top in tops}

    one = the_one("地区", name, {place: place for place in tops}, used, "请写全地名")
    if one is None:
        raise _missing("地区", name, known | {*Region.objects.values_list("name", flat=True)})
    return one, True


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
    _refuse_empty("文件", name)
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


def taken(query: FactQuery) -> list[str]:
    """Say for what each part of a name in the query was taken, a line each; UsageError as when it is asked."""
    bodies = {name: _organisation(name) for name in query.organisations}
    found = [("指标", name, _indicator(name).whole) for name in query.indicators]
    found += [("单位", name, body.whole) for name, body in bodies.items()]
    found += [("地区", name, place) for name in query.places for place, part in [_place(name)] if part]
    lines = [f"{what}“{name}”按“{whole}”查" for what, name, whole in found if whole]
    several = ((name, sorted(body.ids)) for name, body in bodies.items() if len(body.ids) > 1)
    return lines + [
        f"叫“{name}”的单位有 {len(ids)} 个，都算在内（{some_of([f'#{pk}' for pk in ids])}）；只要一个请写 #编号"
        for name, ids in several
    ]


def _refuse_empty(what: str, name: str) -> None:
    if not name.strip():
        raise UsageError(f"{what}的名称为空（变量没有值？）；请写出名称")


def _missing(what: str, name: str, known: Iterable[str]) -> UsageError:
    near = near_names(name, known)
    if near:
        return UsageError(f"台账里没有{what}“{name}”；相近的有：{'、'.join(near)}")
    return UsageError(f"台账里没有{what}“{name}”，也没有相近的；请检查写法，或先用 taizhang read 读入")
