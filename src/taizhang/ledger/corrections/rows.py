"""Facts rows and corrections: setting what a person said on a row, and putting back what the reader had read."""

from __future__ import annotations

from datetime import date
from typing import Any

from taizhang.facts.periods import year_of
from taizhang.ledger.catalogue.naming import intern
from taizhang.ledger.corrections.attributes import columns
from taizhang.ledger.models import Document, Fact, IndicatorName, Report, row_id, row_ids

__all__ = ["add", "attributes", "keep", "remove", "restore", "set_values", "values_of"]

Values = dict[str, Any]
_KEPT = [
    field.attname
    for field in Fact._meta.concrete_fields
    if field.attname not in ("id", "document_id", "report_id", "section_id", "organisation_id", "live", "by_hand")
]
"""The columns that the reader decides of a fact in its place."""
_DATES = ("begins", "ends")
_PLAIN = ("unit", "modifier", "role", "sign", "subject", "basis", "period", "status")


def attributes(fact: Fact) -> Values:
    """Give the attributes that a person may set, as they are now."""
    value = fact.value if fact.high is None else [fact.value, fact.high]
    name = fact.name.text if fact.name else None
    return {"value": value, "indicator": name} | {column: getattr(fact, column) for column in _PLAIN}


def keep(fact: Fact) -> Values:
    """Give the columns of a fact as JSON can hold them, for `restore`."""
    row = {name: getattr(fact, name) for name in _KEPT}
    return row | {name: row[name] and row[name].isoformat() for name in _DATES}


def values_of(was: Values) -> Values:
    """Give the attributes that `keep` kept, as `attributes` gives those of a fact."""
    name = IndicatorName.objects.filter(pk=was["name_id"]).first()
    value = was["value"] if was["high"] is None else [was["value"], was["high"]]
    return {"value": value, "indicator": name.text if name else None} | {
        attribute: was[attribute] for attribute in _PLAIN
    }


def restore(fact: Fact, was: Values) -> None:
    """Put back what `keep` kept."""
    for name, value in was.items():
        setattr(fact, name, date.fromisoformat(value) if name in _DATES and value else value)
    fact.by_hand = False
    fact.live = fact.document.live and fact.duplicate_of is None
    fact.save()


def set_values(fact: Fact, values: Values) -> None:
    """Set what a person said; base values and days follow, and the indicator's place is no longer known."""
    if "value" in values or "unit" in values:
        now = attributes(fact)
        values = {"value": now["value"], "unit": now["unit"]} | values
    for name, value in columns(values, _year(fact)).items():
        setattr(fact, name, value)
    if "indicator" in values:
        fact.name_id = intern([values["indicator"]])[values["indicator"]] if values["indicator"] else None
        fact.indicator_start = fact.indicator_end = None
    fact.by_hand = True
    fact.save()


def add(document: Document, start: int, end: int, values: Values) -> Fact:
    """Add a fact that the reader missed at `start` to `end` of the text; what is not said is None or the usual."""
    ids = row_ids(document.pk)
    last = Fact.objects.filter(pk__gte=ids.start, pk__lt=ids.stop).order_by("-pk").values_list("pk", flat=True).first()
    reports = Report.objects.filter(pk__gte=ids.start, pk__lt=ids.stop, start__lte=start, end__gte=end)
    report = reports.order_by("-start").first()
    fact = Fact(
        id=row_id(document.pk, 0 if last is None else last - ids.start + 1), document=document, report=report,
        organisation=report.organisation if report else None, start=start, end=end, quote=document.text[start:end],
        decimals=0, masked=False, unit="", base_unit="", modifier="exact", role="level", sign=1, status="actual",
        live=document.live,
    )  # fmt: skip
    set_values(fact, {"value": None, "unit": ""} | values)
    Document.objects.filter(pk=document.pk).update(facts=document.facts + 1)
    document.facts += 1
    return fact


def remove(fact: Fact) -> None:
    """Take away a fact that a person had added."""
    document = fact.document
    fact.delete()
    Document.objects.filter(pk=document.pk).update(facts=document.facts - 1)
    document.facts -= 1


def _year(fact: Fact) -> int | None:
    period = fact.report.period if fact.report else None
    return year_of(period) if period else None
