"""Figures in words: units of table cells, and what a person corrected, wherever the ledger shows a figure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from taizhang.ledger.corrections.making import change
from taizhang.ledger.models import Fact
from taizhang.ledger.queries import FactQuery, page, pivot
from taizhang.ledger.queries.wording import stated
from taizhang.ledger.tables import shown

TABLE = "青岚县财政局2024年上半年工作总结\n\n项目\t单位\t1-6月\n固定资产投资\t万元\t3,000\n"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("85名", 85, None, "名", False), "85名"),
        (("85名", 85, None, "名", True), "85名"),
        (("85名", 88, None, "名", True), "88名"),
        (("百分之五", 5, None, "%", True), "百分之五"),
        (("3,000", 3000, None, "万元", False), "3,000万元"),
        (("3,000", 3000, None, "亿元", True), "3,000亿元"),
        (("12项", None, None, "项", True), "（遮盖）项"),
        (("3.5", 3.5, 4.0, "%", True), "3.5至4%"),
    ],
)
def test_a_figure_in_words(given: tuple[str, float, float | None, str, bool], said: str) -> None:
    assert stated(*given) == said


@pytest.mark.django_db
def test_a_cell_of_a_table_is_shown_with_its_unit(keep: Callable[..., object]) -> None:
    keep(TABLE)
    query = FactQuery(indicators=("固定资产投资",))
    assert [shown(fact) for fact in page(query).facts] == ["3,000万元"]
    (cell,) = pivot(query).cells.values()
    assert [figure.said for figure in cell.figures] == ["3,000万元"]


@pytest.mark.django_db
def test_a_corrected_figure_is_shown_as_corrected(keep: Callable[..., object]) -> None:
    keep("青岚县教育局2024年工作总结\n\n2024年，招聘教师85名，同比增长5%。")
    change(Fact.objects.get(quote="85名").pk, {"value": 88}, "王五")
    query = FactQuery(indicators=("招聘教师",))
    assert [shown(fact) for fact in page(query).facts] == ["88名（改正）", "5%"]
    cells = pivot(query).cells
    assert [figure.said for cell in cells.values() for figure in cell.figures] == ["88名", "5%"]
    assert [line.role for line, _ in cells] == ["level", "growth"]
