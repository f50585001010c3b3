"""Characters that databases refuse, replaced one for one, so that every offset stays: NUL by ␀, half a pair by �."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from taizhang.checks import Checked
from taizhang.model import Reading

__all__ = ["cleaned", "storable"]

_REFUSED = re.compile("[\0\ud800-\udfff]")
_T = TypeVar("_T")


def storable(text: str) -> str:
    """Give a text as both databases can keep it, of the same length.

    >>> storable("5\\0件")
    '5␀件'
    """
    return _REFUSED.sub(lambda found: "␀" if found[0] == "\0" else "\ufffd", text)


def cleaned(reading: Reading, checked: Checked | None) -> tuple[Reading, Checked | None]:
    """Give a reading and its findings as they can be kept; the very same where nothing is refused."""
    if not _REFUSED.search(reading.source.text):
        return reading, checked
    return _mapped(reading), _mapped(checked)


def _mapped(value: _T) -> _T:
    """Replace characters in all texts that a row, or rows, hold."""
    if isinstance(value, str):
        return storable(value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _mapped(getattr(value, field.name)) for field in fields(value) if field.init}
        return replace(value, **changed)
    if isinstance(value, dict):
        return {key: _mapped(item) for key, item in value.items()}  # type: ignore[return-value]
    if isinstance(value, list):
        return [_mapped(item) for item in value]  # type: ignore[return-value]
    if isinstance(value, tuple):
        items = [_mapped(item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)  # type: ignore[return-value]
    return value
