"""Office formats that documents can be written in, as far as the libraries for them are installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from taizhang.examples.document import Document

__all__ = ["FORMATS", "missing", "render"]

FORMATS = {"docx": ("docx", "python-docx"), "pdf": ("reportlab", "reportlab"), "xlsx": ("openpyxl", "openpyxl")}
"""What is needed to write each: the module, and the package as pip calls it."""


def missing() -> tuple[str, ...]:
    """Name the packages that are not installed."""
    return tuple(package for module, package in FORMATS.values() if find_spec(module) is None)


def render(document: Document, form: str) -> bytes:
    """Write a document as one of `FORMATS`; the same document gives the same bytes."""
    data: bytes = import_module(f"taizhang.examples.{form}").write(document)
    return data
