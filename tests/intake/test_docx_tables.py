"""Tables of Word documents: cells in their grid, each merged cell once."""

from __future__ import annotations

from wordmaker import p, read, run, table, tc, tr, w


def span(columns: int) -> str:
    return w("gridSpan", val=columns)


TOP, BELOW = w("vMerge", val="restart"), w("vMerge")


def test_cells_that_span_nest_and_break() -> None:
    got = read(
        table(
            [tc("合计", looks=span(2)), "1"],
            [tc("农业", looks=TOP), "种植", tc("5", "（万亩）")],
            [tc("", looks=BELOW), tc(p(run("水", w("tab"), "产", w("br"), "养殖"))), ""],
            [tc("", looks=BELOW), tc(table(["内", "表"], ["格", ""]), ""), "2"],
        )
    )
    assert got.text == "合计\t1\n农业\t种植\t5 （万亩）\n水 产 养殖\t\n内 表 格\t2"
    assert [(c.row, c.column, c.rows, c.columns) for c in got.tables[0].cells] == [
        (0, 0, 1, 2), (0, 2, 1, 1),
        (1, 0, 3, 1), (1, 1, 1, 1), (1, 2, 1, 1),
        (2, 1, 1, 1), (2, 2, 1, 1),
        (3, 1, 1, 1), (3, 2, 1, 1),
    ]  # fmt: skip


def test_rows_and_cells_in_controls_skipped_columns_and_old_merges() -> None:
    got = read(
        table(
            tr(w("sdt", w("sdtContent", tc("甲"))), looks=w("gridBefore", val=1)),
            w("sdt", w("sdtContent", tr(tc("乙", looks=w("hMerge", val="restart")), tc("", looks=w("hMerge"))))),
            tr("删", looks=w("del")),
            tr("藏", looks=w("hidden")),
            tr(tc("删", looks=w("cellDel")), tc("", looks=span(9_999_999)), tc("丙", looks=span(999))),
        )
    )
    assert got.text == "甲\n乙\n\t丙"
    assert [(c.row, c.column, c.columns) for c in got.tables[0].cells] == [(0, 1, 1), (1, 0, 2), (2, 0, 1), (2, 1, 63)]
    assert got.notes == ("含 1 处修订删除的文字，已按接受修订处理", "含 1 处隐藏文字，未读入")


def test_a_merge_that_nothing_began_is_a_cell() -> None:
    got = read(table([tc("甲", looks=BELOW), tc("乙", looks=w("hMerge"))], [tc("丙", looks=BELOW), "丁"], ["戊", "己"]))
    assert got.text == "甲\n丁\n戊\t己"
    assert [(c.row, c.column, c.rows, c.columns) for c in got.tables[0].cells] == [
        (0, 0, 2, 2), (1, 1, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1),
    ]  # fmt: skip


def test_a_table_of_one_cell_is_a_frame_around_lines() -> None:
    got = read(p("前"), table([tc("一、概况", "全县6个乡镇。", table(["甲", "乙"]))]), table(["丙", "丁"]))
    assert got.text == "前\n一、概况\n全县6个乡镇。\n甲\t乙\n丙\t丁"
    assert [(at.paragraph, at.table, at.column) for at in got.places] == [
        (1, None, None), (2, None, None), (3, None, None), (None, 1, 1), (None, 1, 2), (None, 2, 1), (None, 2, 2),
    ]  # fmt: skip
    assert [got.text[t.start : t.end] for t in got.tables] == ["甲\t乙", "丙\t丁"]


def test_empty_tables_rows_and_cells() -> None:
    got = read(p("前"), table(), table([]), table(["", ""], ["", "5"]), p("后"))
    assert got.text == "前\n\t\n\t5\n后"
    assert [(c.row, c.column, c.end - c.start) for c in got.tables[0].cells] == [
        (0, 0, 0),
        (0, 1, 0),
        (1, 0, 0),
        (1, 1, 1),
    ]
    assert len(got.tables) == 1
    assert read(table(["", ""])).text == "\t"


def test_blanks_before_a_row_head_stay() -> None:
    got = read(table(["支出", "8"], ["　其中：教育", "3"], [tc("　　　　农林水 ", " 注"), " 2 "]))
    assert got.text == "支出\t8\n　其中：教育\t3\n　　　　农林水 注\t 2"
