"""The figures of one county behind its reports: drawn from a seed, then derived from each other, never contradictory.

A bureau's data file defines its figures in a table `[world]`, one a line, `name = "expression ; unit ; role"`:

    revenue = "r(52000, 68000) * scale ; 万元"
    tax     = "revenue * r(0.66, 0.78) ; 万元"
    share   = "pct(tax, revenue) ; %.1 ; share"

`r(low, high)` draws (whole numbers from whole bounds), `pct(a, b)` is a in b, `grow(a, b)` is the growth from b to a.
A number behind the unit says how many decimals are stated; every figure is rounded to them, halves up, before others
are derived from it, so that what the text states always agrees. Names of `county.toml` are known everywhere.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Mapping
from decimal import Decimal
from types import CodeType
from typing import Any, NamedTuple

from taizhang.errors import KnowledgeError
from taizhang.examples.figures import Value, rounded

__all__ = ["Definition", "Relation", "World", "define", "draw", "parse_relation"]

World = dict[str, Value]
"""Figures by their full name, `finance.revenue`."""

ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.USub, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Call, ast.Name, ast.Load,
    ast.Constant,
)  # fmt: skip


class Definition(NamedTuple):
    """One figure: how to compute it and how it is stated."""

    name: str
    code: CodeType
    decimals: int
    unit: str
    role: str


class Relation(NamedTuple):
    """A relation that holds by construction: `stated` is what `formula`, with `{name}` for each input, gives."""

    kind: str
    stated: str
    inputs: tuple[str, ...]
    formula: str


class _Exact(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not isinstance(node.value, float):
            return node
        call = ast.Call(ast.Name("D", ast.Load()), [ast.Constant(str(node.value))], [])
        return ast.copy_location(call, node)


def define(table: Mapping[str, str], where: str) -> tuple[Definition, ...]:
    """Read a `[world]` table; KnowledgeError names the figure that is not as the module's head says."""
    return tuple(_definition(name, text, where) for name, text in table.items())


def _definition(name: str, text: str, where: str) -> Definition:
    expression, unit, role = (*(part.strip() for part in text.split(";")), "", "")[:3]
    unit, _, places = unit.partition(".")
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise KnowledgeError(f"{where} [world] {name}：算式“{expression}”不成立，请改正。") from error
    if bad := [node for node in ast.walk(tree) if not isinstance(node, ALLOWED)]:
        kind = type(bad[0]).__name__
        raise KnowledgeError(f"{where} [world] {name}：算式只可用加减乘除和 r、pct、grow、low，不可用 {kind}。")
    exact = ast.fix_missing_locations(_Exact().visit(tree))
    return Definition(name, compile(exact, name, "eval"), int(places or 0), unit, role or "level")


def parse_relation(text: str, where: str) -> Relation:
    """Read `share: tax_share = tax / revenue * 100`."""
    kind, _, equation = text.partition(":")
    stated, _, formula = equation.partition("=")
    names: list[str] = []
    for node in ast.walk(ast.parse(formula.strip(), mode="eval")):
        if isinstance(node, ast.Name):
            names.append(node.id)
    if not names or not stated.strip():
        raise KnowledgeError(f"{where} relations：“{text}”应写作“类型: 结果 = 算式”。")
    marked = "".join(f"{{{word}}}" if word in names else word for word in _words(formula.strip()))
    ordered = dict.fromkeys(word for word in _words(formula) if word in names)
    return Relation(kind.strip(), stated.strip(), tuple(ordered), marked.replace(" ", ""))


def _words(formula: str) -> list[str]:
    words = [""]
    for char in formula:
        same = (char.isalnum() or char in "_.") and (words[-1][-1:].isalnum() or words[-1][-1:] in tuple("_."))
        if same and words[-1]:
            words[-1] += char
        else:
            words.append(char)
    return words


def draw(definitions: Mapping[str, tuple[Definition, ...]], seed: str) -> World:
    """Draw the figures of every bureau; those of `county` come first and are known to all."""
    world: World = {}
    shared = draw_one(definitions["county"], "county", {}, seed, world)
    for bureau, own in definitions.items():
        if bureau != "county":
            draw_one(own, bureau, shared, seed, world)
    return world


def draw_one(
    definitions: tuple[Definition, ...], bureau: str, known: Mapping[str, Any], seed: str, world: World
) -> dict[str, Any]:
    """Draw one bureau's figures into `world`; give all names that are known afterwards."""
    rng = random.Random(f"{seed}/{bureau}")
    names: dict[str, Any] = {**known, **_functions(rng)}
    for name, code, decimals, unit, role in definitions:
        value = rounded(Decimal(eval(code, {"__builtins__": {}}, names)), decimals)
        names[name] = value
        world[f"{bureau}.{name}"] = Value(value, decimals, unit, role)
    return names


def _functions(rng: random.Random) -> dict[str, Any]:
    def r(low: int | Decimal, high: int | Decimal) -> Decimal:
        if isinstance(low, int) and isinstance(high, int):
            return Decimal(rng.randint(low, high))
        return Decimal(rng.randint(int(low * 10000), int(high * 10000))) / 10000

    def pct(part: Decimal, whole: Decimal) -> Decimal:
        return part * 100 / whole

    def grow(now: Decimal, before: Decimal) -> Decimal:
        return (now - before) * 100 / before

    def low(*values: Decimal) -> Decimal:
        return min(values)

    return {"r": r, "pct": pct, "grow": grow, "low": low, "D": Decimal}
