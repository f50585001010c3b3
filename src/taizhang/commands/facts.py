"""`taizhang facts`: ask the ledger, and export what it finds. `taizhang.ledger` answers and draws."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from taizhang.commands import opened
from taizhang.errors import UsageError
from taizhang.usage import GivenPath, one_line

__all__ = ["command"]

_FORMATS = ("table", "csv", "xlsx", "parquet", "jsonl", "sdmx-csv")
_SUFFIXES = {".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".jsonl": "jsonl"}
_ENDS = {form: suffix for suffix, form in _SUFFIXES.items()} | {"sdmx-csv": ".csv"}
_OTHERS = {*_SUFFIXES, ".zip", ".json", ".xls", ".docx"}
"""Ends of names by which programs tell a format."""
_Command = TypeVar("_Command", bound=Callable[..., Any])
_DAY = click.DateTime(["%Y-%m-%d"])


def _several(*names: str, metavar: str, text: str) -> Callable[[_Command], _Command]:
    return click.option(*names, multiple=True, metavar=metavar, help=text)


@click.command("facts", options_metavar="[选项]")
@_several("--indicator", "indicators", metavar="NAME", text="指标的任一写法，或只有一个指标含有的几个字。")
@_several("--org", "organisations", metavar="NAME", text="单位，连同下属：全名、只有一个单位含有的几个字，或 #编号。")
@_several("--place", "places", metavar="NAME", text="地名，连同其中各地；或行政区划代码的前几位。")
@click.option("--period", metavar="TEXT", help="期间：2024年、2024年上半年、2024年1-6月。")
@click.option("--from", "begins", metavar="DATE", type=_DAY, help="起始日期，如 2024-01-01。")
@click.option("--to", "ends", metavar="DATE", type=_DAY, help="截止日期。")
@click.option("--match", metavar="WORD", default="within", show_default=True,
              help="期间怎样比：within 在其中，overlap 有重叠，equal 相同。")  # fmt: skip
@click.option("--report-period", "reports_period", is_flag=True, help="没有写明期间的数据，算作所在报告的期间。")
@_several("--role", "roles", metavar="WORD", text="类别：数量 增速 增减 占比 比率 位次 得分。")
@_several("--status", "statuses", metavar="WORD", text="状态：实际 计划 预计。")
@_several("--kind", "kinds", metavar="WORD", text="报告类型：总结 计划（都包括总结和计划合写的）总结和计划 其他。")
@_several("--doc", "documents", metavar="FILE", text="文件路径（或它的末尾），或文件 SHA-256 的前几位。")
@_several("--fact", "facts", metavar="N", text="数据的编号。")
@click.option("--text", metavar="TEXT", help="数据、指标或对象里有这些字。")
@click.option("--sentence", metavar="TEXT", help="数据所在的句子里有这些字。")
@click.option("--by-hand", is_flag=True, default=None, help="只要人工改正过或补充的。")
@click.option("--all-versions", is_flag=True, help="文件以前的版本也算。")
@click.option("--duplicates", is_flag=True, help="同一文件里重复的段落也算。")
@click.option("--order", metavar="WORD", default="text", show_default=True,
              help="次序：text 原文，period 期间新的在前，value 数值大的在前。")  # fmt: skip
@click.option("--latest", is_flag=True, help="每个指标、每个单位及对象只要期间最新的。")
@click.option("--totals", "total", is_flag=True, help="只要条数，以及可以相加的数的和。")
@click.option("--by", metavar="org,period", help="一个指标按单位（行）和期间（列）列成表。")
@click.option("--format", "form", metavar="WORD", help=f"{'、'.join(_FORMATS)}；不写时看 --out 的扩展名。")
@click.option("--out", "path", metavar="FILE", type=GivenPath(path_type=Path), help="写到文件。")
@click.option("--no-mark", is_flag=True, help="CSV 开头不加 Excel 需要的字节顺序标记。")
@click.option("--limit", metavar="N", type=click.IntRange(1), help="至多几条；屏幕上默认 100 条，写文件默认全部。")
@click.option("--after", metavar="MARK", help="接着上一页列：上一页末尾给出的标记。")
def command(
    begins: Any, ends: Any, all_versions: bool, latest: bool, total: bool, by: str | None, form: str | None,
    path: Path | None, no_mark: bool, limit: int | None, after: str | None, **asked: Any,
) -> None:  # fmt: skip
    """查台账里的数据：按指标、单位、地区、期间等筛选，列表、求和、取最新、按单位和期间列表，或写成文件。

    每条都注明文件和位置，数字都能回到原句。名称只写一部分时，说明按哪一个查；可能是几个时列出来，写错时列出相近的。
    """
    _refuse_unmeant(total, by is not None, latest=latest, limit=limit, after=after, out=path, format=form)
    form = _form(form, path)
    with opened():
        query = _query(begins, ends, all_versions, asked)
        _say_taken(query)
        if by is not None:
            _by(query, by, form, path, not no_mark)
        elif total:
            from taizhang.ledger.queries import totals
            from taizhang.ledger.tables import print_totals

            print_totals(totals(query))
        elif form == "table":
            _page(query, latest, limit or 100, after)
        else:
            _export(query, form, path, latest, limit, not no_mark)
        _say_undated(query)


def _refuse_unmeant(total: bool, table: bool, **given: Any) -> None:
    """Refuse options that go for nothing beside others, so that nobody takes what they asked for as done."""
    names = {name for name, value in given.items() if value}
    if total and table:
        raise UsageError("--totals 和 --by 只能给一个")
    if total and (useless := names - ({"format"} if given["format"] == "table" else set())):
        raise UsageError(f"--totals 只在屏幕上列出总数，不能同时给 --{min(useless)}；要数据本身，请去掉 --totals")
    if table and (useless := names & {"latest", "limit", "after"}):
        raise UsageError(f"--by 列出全部单位和期间，不能同时给 --{min(useless)}")
    if {"after", "out"} <= names:
        raise UsageError("--after 只用于屏幕上的下一页；写成文件时请去掉，文件里是全部")


def _form(form: str | None, path: Path | None) -> str:
    if form is not None and form not in _FORMATS:
        raise UsageError(f"没有“{form}”这种格式；可以是：{'、'.join(_FORMATS)}")
    if path is None:
        if form not in (None, "table"):
            raise UsageError(f"格式 {form} 要写到文件；请加 --out 文件名")
        return "table"
    if not path.name:
        raise UsageError(f"--out {path} 是文件夹；请写出文件名")
    form = form or _SUFFIXES.get(path.suffix.lower())
    if form in (None, "table"):
        raise UsageError(f"看不出 {path.name} 要写成什么格式；请加 --format：{'、'.join(_FORMATS[1:])}")
    if (end := path.suffix.lower()) in _OTHERS - {_ENDS[form]}:
        beside = "（结构写在旁边的 .structure.json）" if form == "sdmx-csv" else ""
        raise UsageError(f"格式 {form} 不写成 {end} 文件{beside}；请写 --out {path.with_suffix(_ENDS[form]).name}")
    return form


def _query(begins: Any, ends: Any, all_versions: bool, asked: dict[str, Any]) -> Any:
    from taizhang.ledger.queries.query import LABELS, FactQuery

    for name, kind in (("roles", "role"), ("statuses", "status"), ("kinds", "kind")):
        words = {label: word for word, label in LABELS[kind].items()}
        asked[name] = tuple(words.get(word, word) for word in asked[name])
    try:
        asked["facts"] = tuple(map(int, asked["facts"]))
    except ValueError as error:
        raise UsageError("数据的编号是一个整数，见列表的第一列") from error
    if any(not 0 <= number < 1 << 63 for number in asked["facts"]):
        raise UsageError("没有这样的数据编号；编号见列表的第一列")
    versions: Literal["live", "all"] = "all" if all_versions else "live"
    return FactQuery(begins=_date(begins), ends=_date(ends), versions=versions, **asked)


def _date(value: Any) -> date | None:
    return value.date() if value is not None else None


def _page(query: Any, latest: bool, limit: int, after: str | None) -> None:
    from taizhang.ledger.queries import conditions, page
    from taizhang.ledger.queries import latest as newest
    from taizhang.ledger.tables import print_facts

    found = (newest if latest else page)(query, limit, after)
    print_facts(found.facts)
    if found.next is None:
        click.echo(f"共 {len(found.facts)} 条" if after is None else f"又 {len(found.facts)} 条，到此为止")
        return
    count = "" if latest else f"共 {conditions.facts(query).count()} 条，"
    click.echo(f"{count}列出 {len(found.facts)} 条；接着看：--after '{found.next}'，或写成文件：--out 文件名")


def _by(query: Any, by: str, form: str, path: Path | None, mark: bool) -> None:
    from taizhang.ledger.queries import pivot
    from taizhang.ledger.tables import print_pivot

    if by.replace("，", ",").replace(" ", "") != "org,period":
        raise UsageError(f"不能按“{by}”列表；可以是：org,period")
    table = pivot(query)
    if path is None:
        print_pivot(table)
        return
    from taizhang.ledger.exports import export_pivot

    export_pivot(table, form, path, mark)
    click.echo(f"写好 {one_line(path)}：{len(table.lines)} 行，{len(table.periods)} 个期间")


def _export(query: Any, form: str, path: Path | None, latest: bool, limit: int | None, mark: bool) -> None:
    from taizhang.ledger.exports import export

    assert path is not None
    done = export(query, form, path, latest=latest, limit=limit, mark=mark)
    for why in done.left_out:
        click.echo(why)
    click.echo(f"写好 {'、'.join(map(one_line, done.paths))}：{done.facts} 条")


def _say_taken(query: Any) -> None:
    from taizhang.ledger.queries.resolving import taken

    for line in taken(query):
        click.echo(line)


def _say_undated(query: Any) -> None:
    from taizhang.ledger.queries.conditions import undated

    if count := undated(query):
        click.echo(f"另有 {count} 条没有写明期间，所在报告是这一期间的；要一并列出，请加 --report-period")
