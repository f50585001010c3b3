"""Filters of the reader's templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

__all__ = ["at", "register"]

register = template.Library()


@register.filter
def at(found: Any, key: Any) -> Any:
    """Give the value of a key, None without it; what is no mapping is given as it is."""
    return found.get(key) if isinstance(found, Mapping) else found
