"""Tables: rows and columns that add up, rates, growth and shares of the figures beside them.

Which columns belong together is told by their heads (全年目标, 完成, 完成率), and where those say nothing by the table
itself: what holds in most rows must hold in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from taizhang.checks.figures import Figure, Paragraph
from taizhang.checks.finders import grown, limits, rates
from taizhang.checks.finders.completeness import weigh
from taizhang.checks.finders.sums import MOST_PARTS, sum_of
from taizhang.checks.grids import Grid
from taizhang.checks.judge import Candidate, best, holds, slip_explains
from taizhang.checks.words import pattern

__all__ = ["find"]

_TOTAL = pattern("tables", "total")
_SUBTOTAL = pattern("tables", "subtotal")
_AMONG = pattern("tables", "among")
_BEFORE = pattern("tables", "before")
_ALONE = pattern("tables", "alone")
_PLANNED = pattern("rates", "planned")
MOST_COLUMNS = 12
"""How many columns beside each other are tried as parts of one, and how many columns of amounts as part and whole."""
HUNDRED = Decimal(100)

Row = Callable[[int], Candidate | None]
"""Gives the relation of one row, None where it lacks a figure."""


def find(grid: Grid) -> Iterator[Candidate]:
    """Give the relations of a table."""
    yield from _totals(grid)
    yield from _parts_below(grid)
    yield from _sums_of_columns(grid)
    for column in grid.columns():
        figures = grid.column(column)
        role = next((figure.role for figure in figures.values() if figure.unit.dimension == "percent"), "level")
        if role in ("rate", "share"):
            yield from _rates(grid, column)
        elif role == "growth":
            yield from grown.growth(grid, _amounts(grid), column)
        elif any(figure.role == "change" for figure in figures.values()):
            yield from grown.changes(grid, _amounts(grid), column)
        yield from _downward(list(figures.values()))


def _adds_up(figure: Figure | None, column: str = "") -> bool:
    """Tell an amount or a count, which can be part of a sum."""
    return (
        figure is not None
        and figure.role == "level"
        and figure.unit.dimension not in ("percent", "point", "place", "time")
        and not _ALONE.search(figure.name)
        and not _ALONE.search(column)
    )


def _amounts(grid: Grid) -> list[int]:
    """Give the columns of amounts and counts."""
    return [
        column
        for column in grid.columns()
        if any(_adds_up(figure, grid.heads.get(column, "")) for figure in grid.column(column).values())
    ]


def _is_total(grid: Grid, row: int) -> bool:
    match = _TOTAL.match(grid.labels.get(row, ""))
    return bool(match) and len(grid.labels[row]) <= len(match[0]) + 2 if match else False


def _totals(grid: Grid) -> Iterator[Candidate]:
    """Compare rows that are called a total with the rows above them, or below a first one.

    Where it holds in no column, the total may be of other things than of these rows.
    """
    rows = grid.rows()
    for row in rows:
        if not _is_total(grid, row):
            continue
        blocks = _blocks(grid, rows, row)
        found = []
        for column in _amounts(grid):
            whole = grid.figures.get((row, column))
            if whole is None or not _adds_up(whole):
                continue
            chosen = best(reading for block in blocks if (reading := _of_rows(grid, block, column, whole)))
            if chosen is not None:
                found.append(chosen)
        sure = any(map(holds, found))
        for candidate in found:
            if not sure:
                candidate.severity = "warning"
                candidate.firm = len(found) == 1 and slip_explains(candidate.inputs, candidate.stated, 10)
            yield candidate


def _blocks(grid: Grid, rows: Sequence[int], total: int) -> list[list[int]]:
    """Give the rows that a total may be of: since the last total, all above, the subtotals; all below a first one."""
    at = rows.index(total)
    above = [row for row in rows[:at] if not _is_total(grid, row)]
    last = max((row for row in rows[:at] if _is_total(grid, row)), default=-1)
    since = [row for row in above if row > last]
    blocks = [since, above, [row for row in rows[:at] if _SUBTOTAL.match(grid.labels.get(row, ""))]]
    if at == 0:
        blocks = [[row for row in rows[1:] if not _is_total(grid, row)]]
    blocks += [[row for row in block if not _AMONG.match(grid.labels.get(row, ""))] for block in blocks]
    blocks += [[row for row in block if grid.indents.get(row) == _least(grid, block)] for block in blocks[:2]]
    return [block for block in blocks if 2 <= len(block) <= MOST_PARTS]


def _least(grid: Grid, rows: Sequence[int]) -> int:
    return min((grid.indents.get(row, 0) for row in rows), default=0)


def _of_rows(grid: Grid, rows: Sequence[int], column: int, whole: Figure) -> Candidate | None:
    """Add up a column; None where a cell cannot be read or is of another unit."""
    parts = [figure for row in rows if (figure := grid.figures.get((row, column)))]
    if len(parts) < 2 or any((row, column) in grid.unread for row in rows):
        return None
    if any(part.key != whole.key or not part.known or not _adds_up(part) for part in parts):
        return None
    return sum_of(whole, parts, True)


def _parts_below(grid: Grid) -> Iterator[Candidate]:
    """Compare a row with the rows 其中 below it."""
    rows = grid.rows()
    for at, row in enumerate(rows[1:], 1):
        if not _AMONG.match(grid.labels.get(row, "")):
            continue
        outer, indent = rows[at - 1], grid.indents.get(row, 0)
        below = [row]
        for other in rows[at + 1 :]:
            if _is_total(grid, other) or grid.indents.get(other, 0) < max(indent, grid.indents.get(outer, 0) + 1):
                break
            below.append(other)
        for column in _amounts(grid):
            whole = grid.figures.get((outer, column))
            found = _of_rows(grid, below, column, whole) if whole is not None and _adds_up(whole) else None
            if found is not None:
                if not holds(found):
                    weigh(found, found.inputs[0], False, False)
                yield found


def _sums_of_columns(grid: Grid) -> Iterator[Candidate]:
    """Give the columns that are the sum of those beside them in most rows: 城市低保, 农村低保, 合计."""
    columns = _amounts(grid)
    for at, total in enumerate(columns):
        named = bool(_TOTAL.search(grid.heads.get(total, "")))
        sides = [columns[max(0, at - size) : at] for size in range(2, MOST_COLUMNS + 1) if at >= size]
        sides += [columns[at + 1 : at + 1 + size] for size in range(2, MOST_COLUMNS + 1) if at + size < len(columns)]
        tried = [_evaluated(grid, _row_sum(grid, total, side)) for side in sides]
        chosen = max(tried, key=lambda found: sum(map(holds, found)), default=[])
        if _prove(chosen, named) and sum(found.stated.value for found in chosen) >= 20:
            yield from _made_firm(chosen)


def _row_sum(grid: Grid, total: int, side: Sequence[int]) -> Row:
    def relation(row: int) -> Candidate | None:
        whole = grid.figures.get((row, total))
        parts = [figure for column in side if (figure := grid.figures.get((row, column))) and figure.value]
        if whole is None or not _adds_up(whole) or not whole.known or len(parts) < 2:
            return None
        if any((row, column) in grid.unread for column in side):
            return None
        if any(part.key != whole.key or not part.known or not _adds_up(part) for part in parts):
            return None
        return sum_of(whole, parts, False)

    return relation


def _evaluated(grid: Grid, relation: Row) -> list[Candidate]:
    return [found for row in grid.rows() if (found := relation(row)) is not None]


def _prove(found: Sequence[Candidate], named: bool = False) -> bool:
    """Tell whether the rows prove that the columns belong together: it holds in most of them, and not in one alone.

    Where the heads say it too (`named`), or of two rates with a decimal, one row is proof enough.
    """
    held = [candidate for candidate in found if holds(candidate)]
    if len(held) >= 2:
        return 5 * len(held) >= 3 * len(found)
    exact = bool(held) and held[0].stated.fact.decimals > 0 and held[0].rule != "N001"
    return bool(held) and len(found) <= 2 and (named or exact)


def _made_firm(found: Sequence[Candidate]) -> Iterator[Candidate]:
    for candidate in found:
        candidate.firm = True
        yield candidate


def _rates(grid: Grid, column: int) -> Iterator[Candidate]:
    """Give the rates of a column: of the two columns that the heads name, or that it follows from in most rows."""
    amounts = _amounts(grid)[:MOST_COLUMNS]
    roles = {figure.role for figure in grid.column(column).values()}
    planned = _planned_pair(grid, amounts, column) if roles != {"share"} else None
    if planned is not None:
        yield from _made_firm(_evaluated(grid, _row_rate(grid, *planned, column, "N004")))
        return
    named = _named_pair(grid, amounts, column) if roles != {"share"} else None
    if named is not None and any(map(holds, found := _evaluated(grid, _row_rate(grid, *named, column, "N003")))):
        yield from _made_firm(found)
        return
    rule = "N003" if "rate" in roles else "N005"
    tried = [_evaluated(grid, _row_rate(grid, *pair, column, rule)) for pair in permutations(amounts, 2)]
    tried += [_evaluated(grid, _row_share(grid, amount, column)) for amount in amounts]
    chosen = max(tried, key=lambda found: sum(map(holds, found)), default=[])
    if _prove([candidate for candidate in chosen if not _is_trivial(candidate)]):
        yield from _made_firm(chosen)


def _planned_pair(grid: Grid, amounts: Sequence[int], rate: int) -> tuple[int, int] | None:
    """Give the columns of what is done and of the plan, where there is one of each before the rate."""
    before = [column for column in amounts if column < rate and not _BEFORE.search(grid.heads.get(column, ""))]
    plans = [column for column in before if _PLANNED.search(grid.heads.get(column, ""))]
    done = [column for column in before if column not in plans]
    if len(plans) != 1 or len(done) != 1 or not _names_completion(grid.heads.get(rate, "")):
        return None
    return done[0], plans[0]


def _named_pair(grid: Grid, amounts: Sequence[int], rate: int) -> tuple[int, int] | None:
    """Give the columns of part and whole where the rate's head names one of the two before it: 受理, 办结, 办结率."""
    before = [column for column in amounts if column < rate]
    stem = grid.heads.get(rate, "").partition("率")[0][-2:]
    parts = [column for column in before if stem and stem in grid.heads.get(column, "")]
    if len(before) != 2 or len(parts) != 1 or rate - before[1] != 1:
        return None
    return parts[0], next(column for column in before if column != parts[0])


def _names_completion(head: str) -> bool:
    return "完成" in head or "进度" in head or "执行" in head or ("占" in head and bool(_PLANNED.search(head)))


def _row_rate(grid: Grid, part: int, whole: int, rate: int, rule: str) -> Row:
    def relation(row: int) -> Candidate | None:
        one, other, stated = (grid.figures.get((row, column)) for column in (part, whole, rate))
        if one is None or other is None or stated is None or not _is_percentage(stated):
            return None
        if one.kin != other.kin or not (one.known and other.known) or not other.amount:
            return None
        return rates.ratio(one, other, stated, rule, False)

    return relation


def _row_share(grid: Grid, amount: int, share: int) -> Row:
    """Compare the share of a row with its amount and that of the total."""
    total = next((row for row in grid.rows() if _is_total(grid, row)), None)
    whole = grid.figures.get((total, amount)) if total is not None else None

    def relation(row: int) -> Candidate | None:
        part, stated = grid.figures.get((row, amount)), grid.figures.get((row, share))
        if part is None or stated is None or whole is None or part is whole or not _is_percentage(stated):
            return None
        if part.key != whole.key or not (part.known and whole.known):
            return None
        return rates.ratio(part, whole, stated, "N005", False)

    return relation


def _is_percentage(figure: Figure) -> bool:
    return figure.role in ("rate", "share") and figure.unit.dimension == "percent" and figure.known


def _is_trivial(candidate: Candidate) -> bool:
    """Tell rates of 0 and 100, which hold by chance."""
    return candidate.computed in (0, HUNDRED)


def _downward(figures: list[Figure]) -> Iterator[Candidate]:
    """Read a column of several indicators downward: 受理100件, 办结98件, 办结率98%."""
    yield from limits.find(Paragraph("", 0, figures, None))
    kinds = {figure.unit.dimension == "percent" for figure in figures}
    if len(kinds) < 2:
        return
    for found in rates.find(Paragraph("", 0, figures, None)):
        near = found.stated.index - min(figure.index for figure in found.inputs) <= 2
        if near and (found.firm or (holds(found) and found.stated.fact.decimals)):
            yield found
