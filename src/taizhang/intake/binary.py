"""Refuse what is no text: name the format by how the file begins (`data/signatures.toml`) and say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from taizhang.errors import IntakeError
from taizhang.wordlists import load

__all__ = ["refuse_binary"]

_HEAD = 4096


def refuse_binary(data: bytes) -> None:
    """Raise IntakeError naming the format when `data` begins like a known binary one."""
    head = data[:_HEAD]
    for magic, at, entry in _signatures():
        if head.startswith(magic, at) and (len(magic) >= 4 or b"\0" in head):
            name, todo = next(_inside(data, entry), (entry["name"], entry.get("todo", "请先转成文本（.txt）再读")))
            raise IntakeError(f"是{' ' if name[0].isascii() else ''}{name}；{todo}")


def _inside(data: bytes, entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for mark, name, todo in entry.get("inside", ()):
        if mark.encode() in data or mark.encode("utf-16-le") in data:
            yield name, todo


@cache
def _signatures() -> list[tuple[bytes, int, dict[str, Any]]]:
    table = load("intake", "signatures.toml")["signature"]
    return [(bytes.fromhex(entry["magic"]), entry.get("at", 0), entry) for entry in table]
