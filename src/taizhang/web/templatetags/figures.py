"""Filters of the templates that show figures."""

from __future__ import annotations

import json
from typing import Any

from django import template

from taizhang.ledger.queries.query import LABELS
from taizhang.web import naming

__all__ = ["as_json", "grouped", "register", "said", "signed"]

register = template.Library()
signed = register.filter(naming.signed)


@register.filter
def as_json(data: Any) -> str:
    """Write data for a data- attribute; the template escapes it. (htmx takes script elements out of parts.)"""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


@register.filter
def grouped(number: float) -> str:
    """Write a number with its thousands parted: 659,360,000 or 12.5."""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.10g}"


@register.filter
def said(word: str, kind: str) -> str:
    """Give the Chinese word for a role, a status or a kind of report."""
    return LABELS[kind].get(word, word)
