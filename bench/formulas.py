"""The formula of a relation with one figure changed: does it still hold? Decided by interval arithmetic alone.

Nothing of the finders is asked: the formula's numbers are matched to the relation's figures, the changed one is put in
their place, and `judge` says whether what comes out meets what is stated.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from decimal import Decimal

from taizhang.checks.figures import Figure
from taizhang.checks.intervals import Interval, decimal
from taizhang.checks.judge import Candidate, verdict_of
from taizhang.checks.model import Relation
from taizhang.model import Fact

__all__ = ["Unclear", "verdict"]

SCALES = {Decimal(10) ** power for power in range(2, 10)}


class Unclear(Exception):
    """It cannot be told which figure a number of the formula is."""


def verdict(relation: Relation, inputs: Sequence[Fact], stated: Fact, changed: Mapping[str, Fact]) -> str:
    """Judge a relation anew; `changed` holds facts by the id of those whose place they take.

    Unclear when the formula cannot be read.
    """
    before = [Figure(fact, 0, 0) for fact in inputs]
    after = [Figure(changed.get(fact.id, fact), 0, 0) for fact in inputs]
    goal = Figure(changed.get(stated.id, stated), 0, 0)
    tree = ast.parse(relation.formula, mode="eval").body
    if isinstance(tree, ast.Compare):
        raise Unclear("a limit")
    interval = _value(tree, _matched(tree, before, after))
    if interval is not None:
        interval *= goal.unit.factor
    return verdict_of(Candidate(relation.rule, relation.kind, after, goal, relation.formula, None, interval))[0]


def _matched(tree: ast.expr, before: Sequence[Figure], after: Sequence[Figure]) -> dict[ast.expr, Interval]:
    """Give each number of the formula that is a figure the interval of the figure after the change."""
    scales = {
        node.right
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div) and _number(node.right) in SCALES
    }
    leaves = [node for node in _leaves(tree) if node not in scales]
    known = {_number(leaf) for leaf in leaves}
    leaves += [node for node in _leaves(tree) if node in scales and _number(node) not in known]
    found: dict[ast.expr, Interval] = {}
    for value in {figure.value for figure in before}:
        places = [leaf for leaf in leaves if _number(leaf) == value]
        figures = [new for old, new in zip(before, after, strict=True) if old.value == value]
        if not places or (len(figures) > 1 and len(figures) != len(places)):
            raise Unclear("not one number for each figure")
        for index, leaf in enumerate(places):
            figure = figures[index if len(figures) > 1 else 0]
            low, high = (end / figure.unit.factor for end in figure.interval)
            found[leaf] = Interval(low, high)
    return found


def _leaves(tree: ast.expr) -> list[ast.expr]:
    leaves = [node for node in ast.walk(tree) if isinstance(node, ast.expr) and _number(node) is not None]
    return sorted(leaves, key=lambda node: (node.lineno, node.col_offset))


def _number(node: ast.expr) -> Decimal | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return decimal(node.value)
    return None


def _value(node: ast.expr, figures: Mapping[ast.expr, Interval]) -> Interval | None:
    if node in figures:
        return figures[node]
    if (number := _number(node)) is not None:
        return Interval(number, number)
    if isinstance(node, ast.Call):
        count = Decimal(len(node.args[0].elts)) if isinstance(node.args[0], ast.List) else None
        return None if count is None else Interval(count, count)
    if not isinstance(node, ast.BinOp):
        raise Unclear(ast.dump(node))
    left, right = _value(node.left, figures), _value(node.right, figures)
    if left is None or right is None:
        return None
    match node.op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
    raise Unclear(ast.dump(node))
