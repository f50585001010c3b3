"""An address of 数据 -> a file: the facts that it asks for, or the table of one indicator as it is laid out.

`export_views` writes small ones while the browser waits; `export_jobs` writes the others.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from taizhang.ledger.exports import export, export_pivot
from taizhang.ledger.exports.files import replacing
from taizhang.ledger.queries import FactQuery, pivot
from taizhang.ledger.queries.conditions import chosen
from taizhang.ledger.queries.query import LABELS
from taizhang.ledger.queries.rows import fetched
from taizhang.web.figures.asked import VIEWS, Asked

__all__ = [
    "FORMS", "SMALL", "Form", "Written", "described", "file_in", "is_small", "named", "offered", "question", "write",
]  # fmt: skip

SMALL = 20_000
"""Facts that are written while the browser waits: a second at most."""


class Form(NamedTuple):
    """A kind of file: its name, the end of its file's name, and the form of the ledger's exports in it."""

    title: str
    suffix: str
    written_as: str
    laid_out: bool = False
    """The table of one indicator, not the facts."""


FORMS: Mapping[str, Form] = {
    "xlsx": Form("Excel", ".xlsx", "xlsx"),
    "csv": Form("CSV", ".csv", "csv"),
    "parquet": Form("Parquet", ".parquet", "parquet"),
    "jsonl": Form("JSON 行", ".jsonl", "jsonl"),
    "sdmx-csv": Form("SDMX-CSV", ".zip", "sdmx-csv"),
    "table-xlsx": Form("Excel", ".xlsx", "xlsx", laid_out=True),
    "table-csv": Form("CSV", ".csv", "csv", laid_out=True),
}
"""What stands in the address of an export -> what it gives. SDMX-CSV is two files, the figures and their structure."""
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e]+')
"""What names of files may not hold, and what hides in them."""
_LONGEST_NAME = 60


class Written(NamedTuple):
    """The file, how many facts or lines it holds, and what was left out (Chinese lines)."""

    path: Path
    rows: int
    left_out: tuple[str, ...] = ()


def offered(view: str) -> dict[str, dict[str, Form]]:
    """Give the forms that a view offers, in groups by name."""
    facts = {name: form for name, form in FORMS.items() if not form.laid_out}
    if view != "across":
        return {"导出": facts}
    return {"导出本表": {name: form for name, form in FORMS.items() if form.laid_out}, "导出数据": facts}


def is_small(query: FactQuery) -> bool:
    """Say whether a question has no more facts than can be written at once; no more than that many are looked at."""
    rows, broad = chosen(query)
    return len(fetched(rows.order_by()[: SMALL + 1], ["pk"], scan=broad)) <= SMALL


def question(asked: Asked, form: str, scope: tuple[int, ...] | None) -> FactQuery:
    """Give what is asked of the ledger for a file, within what the user may see; UsageError as `Asked.query`."""
    return (replace(asked, view="across") if FORMS[form].laid_out else asked).query(scope)


def named(asked: Asked, form: str) -> str:
    """Give the name under which the file is saved.

    >>> named(Asked(indicator="工业/投资", view="across"), "table-csv"), named(Asked(), "jsonl")
    ('工业_投资（单位×期间）.csv', '数据.jsonl')
    """
    name = f"{_UNFIT.sub('_', asked.indicator)[:_LONGEST_NAME]}（单位×期间）" if FORMS[form].laid_out else "数据"
    return name + FORMS[form].suffix


def file_in(folder: Path, form: str) -> Path:
    """Give the place of the file in the folder that it is written to."""
    return folder / f"数据{FORMS[form].suffix}"


def described(asked: Asked) -> str:
    """Say in a few words what was asked for.

    >>> described(Asked(view="latest", indicator="工业投资", period="2024年"))
    '最新，工业投资，2024年'
    """
    labels = [LABELS["role"][role] for role in asked.roles] + [LABELS["status"][status] for status in asked.statuses]
    parts = [
        VIEWS[asked.view] if asked.view != "list" else "", asked.indicator, asked.org, asked.place, asked.period,
        "、".join(labels), asked.document, asked.text and f"“{asked.text}”", "人工改正的" if asked.by_hand else "",
    ]  # fmt: skip
    return "，".join(filter(None, parts)) or "全部数据"


def write(
    asked: Asked, form: str, scope: tuple[int, ...] | None, folder: Path, passed: Callable[[int], object] | None = None
) -> Written:
    """Write what `asked` asks for into `folder`, within what the user may see; `passed` as for `export`.

    UsageError when the question cannot be answered, ExportError when the file cannot be written.
    """
    kind = FORMS[form]
    path = file_in(folder, form)
    if kind.laid_out:
        table = pivot(question(asked, form, scope))
        export_pivot(table, kind.written_as, path)
        return Written(path, len(table.lines))
    several = kind.suffix == ".zip"
    target = folder / "数据.csv" if several else path
    done = export(question(asked, form, scope), kind.written_as, target, latest=asked.view == "latest", passed=passed)
    if several:
        _pack(done.paths, done.left_out, path)
    return Written(path, done.facts, done.left_out)


def _pack(paths: tuple[Path, ...], left_out: tuple[str, ...], target: Path) -> None:
    """Put files into one, with a note of what was left out; they are gone then."""
    with replacing(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
            path.unlink()
        if left_out:
            archive.writestr("没有写出的数据.txt", "".join(f"{line}。\n" for line in left_out))
