"""Data flows one way: a module imports only what stands above it in the house of DESIGN.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import taizhang

ROOT = Path(taizhang.__file__).parent
ORDER = [
    {"collector", "disk", "errors"},
    {"wordlists", "spans"},
    {"model"},
    {"intake"},
    {"reports"},
    {"facts"},
    {"checks"},
    {"places", "reader"},
    {"export"},
    {"batch"},
    {"selection"},
    {"rulebook", "checking", "readcheck"},
    {"output"},
    {"examples"},
    {"terminal", "usage"},
    {"linting"},
    {"ledger"},
    {"web"},
    {"commands"},
    {"demo"},
    {"cli"},
    {"__main__"},
]
"""From what knows nothing to what knows all; those on one line do not know each other."""

RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
PURE = {"intake", "reports", "facts", "checks"}
LIBRARY = {"ahocorasick_rs", "lxml", "pypdfium2"}
"""What the pure packages may import besides the standard library."""

MODULES = sorted(path for path in ROOT.rglob("*.py") if path.parent != ROOT or path.name != "__init__.py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names) if module == "taizhang" else [module]


def part(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_above_it(path: Path) -> None:
    own = part(path)
    for name in imported(path):
        top, _, rest = name.partition(".")
        if top == "taizhang":
            other = rest.split(".")[0]
            assert other == own or RANK[other] < RANK[own], f"{own} imports {other}"


def test_the_pure_packages_need_little() -> None:
    import sys

    for path in MODULES:
        if part(path) in PURE:
            foreign = {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names) - {"taizhang"}
            assert foreign <= LIBRARY, path
