"""Questions over 1,000,000 facts: the first 100 rows of any filter, totals, one indicator by organisation and period.

    python bench/queries.py                          # SQLite: build/bench/queries.db, built once
    tests/postgres.sh python bench/queries.py        # the PostgreSQL that TAIZHANG_DATABASE_URL names
    python bench/queries.py --exports                # and the exports, rows a second

Each question is asked five times (`--runs`), first over a new connection, which remembers nothing; the worst and the
median count, the program's start does not. At most 300 ms each; exports at least 50,000 rows a second in flat memory,
each measured in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
DATABASE = HERE.parent / "build" / "bench" / "queries" / "taizhang.db"
LIMIT = 0.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5, help="how often each question is asked")
    parser.add_argument("--exports", action="store_true", help="measure the exports, too")
    parser.add_argument("--export", help=argparse.SUPPRESS)
    options = parser.parse_args()
    _set_up(options.facts)
    if options.export:
        _export(options.export)
        return
    from django.db import connection

    print(
        f"# {options.facts:,} facts, {connection.vendor}, {os.cpu_count()} cores\n\n"
        f"## worst and median of {options.runs}; worst of this process alone",
        flush=True,
    )
    slow = [name for name, ask in _questions() if _asked(name, ask, options.runs) > LIMIT]
    print(
        f"\n{'all within' if not slow else f'{len(slow)} beyond'} {LIMIT * 1000:.0f} ms: {'、'.join(slow)}", flush=True
    )
    if options.exports:
        print("\n## exports, rows a second, peak MB", flush=True)
        for form in ("csv", "xlsx", "parquet", "jsonl", "sdmx-csv"):
            subprocess.run([sys.executable, __file__, "--facts", str(options.facts), "--export", form], check=True)


def _set_up(facts: int) -> None:
    """Let Django use the database, bring its tables up to date, and fill it when it is empty."""
    sys.path.insert(0, str(HERE))
    os.environ["DJANGO_SETTINGS_MODULE"] = "taizhang.ledger.settings"
    if not os.environ.get("TAIZHANG_DATABASE_URL"):
        DATABASE.parent.mkdir(parents=True, exist_ok=True)
        DATABASE.touch()
        os.chdir(DATABASE.parent)
    import django

    django.setup()
    import million
    from django.core.management import call_command

    from taizhang.ledger.models import Fact
    from taizhang.ledger.statistics import look_at_indexes

    call_command("migrate", verbosity=0)
    if not Fact.objects.exists():
        start = time.perf_counter()
        million.build(facts)
        print(f"(built in {time.perf_counter() - start:.0f} s)", file=sys.stderr, flush=True)
    look_at_indexes()


def _asked(name: str, ask: Callable[[], Any], runs: int) -> float:
    """Ask a question several times; print and give the worst."""
    from django.db import connection

    connection.close()
    times, own = [], []
    for _ in range(runs):
        start, used = time.perf_counter(), time.process_time()
        found = ask()
        times.append(time.perf_counter() - start)
        own.append(time.process_time() - used)
    worst = max(times)
    mark = "  <-- over" if worst > LIMIT else ""
    figures = " ".join(f"{seconds * 1000:7.1f}" for seconds in (worst, median(times), max(own)))
    print(f"{name:60} {figures} ms {_size(found):9,}{mark}", flush=True)
    return worst


def _size(found: Any) -> int:
    facts = getattr(found, "facts", None)
    return len(found.cells) if facts is None else facts if isinstance(facts, int) else len(facts)


def _questions() -> Iterator[tuple[str, Callable[[], Any]]]:
    from taizhang.ledger.queries import FactQuery, page, pivot, totals
    from taizhang.ledger.queries.query import ORDERS

    for name, filters in _filters():
        for order in ORDERS:
            query = FactQuery(**filters, order=order)
            yield f"first 100, by {order}: {name}", lambda query=query: page(query)
        query = FactQuery(**filters)
        yield f"totals: {name}", lambda query=query: totals(query)
    for name in ("固定资产投资", "关停财政一般企业"):
        for filters in ({}, {"roles": ("level",)}, {"reports_period": True}, {"places": ("990101",)}):
            query = FactQuery(indicators=(name,), **filters)
            yield f"by organisation and period: {name} {' '.join(filters)}", lambda query=query: pivot(query)
    for order, mark in _marks():
        query = FactQuery(order=order)
        yield f"the page by {order} after {mark}", lambda query=query, mark=mark: page(query, 100, mark)


def _marks() -> Iterator[tuple[str, str]]:
    """Give marks of pages in the middle and near the end, among what has a period or value and what has none."""
    yield "text", '["text", 1048576000]'
    yield "text", '["text", 2096103424]'
    for value in ('"2022-06-30"', '"2020-01-31"', "null"):
        yield "period", f'["period", {value}, 1048576000]'
    for value in ("1000.0", "0.01"):
        yield "value", f'["value", {value}, 1048576000]'


def _filters() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give filters by every attribute, rare and common and empty ones, and combinations."""
    from million import COUNTIES, KINDS

    forty = tuple(f"{verb}{kind}{grade}企业" for kind in KINDS for verb, grade in (("新增", "一般"), ("完成", "重点")))
    years = {"begins": date(2020, 1, 1), "ends": date(2024, 12, 31)}
    single: dict[str, dict[str, Any]] = {
        "nothing": {},
        "a common indicator": {"indicators": ("固定资产投资",)},
        "a rare indicator": {"indicators": ("关停财政一般企业",)},
        "three indicators": {"indicators": ("固定资产投资", "整改率", "完成率")},
        "forty indicators": {"indicators": forty},
        "forty indicators, words": {"indicators": forty, "text": "企业"},
        "a bureau": {"organisations": ("青溪县财政局",)},
        "a county with its bureaus": {"organisations": ("青溪县人民政府",)},
        "the whole city": {"organisations": ("云岭市人民政府",)},
        "ten bureaus": {"organisations": tuple(f"{county}溪县财政局" for county in COUNTIES[:10])},
        "a place by its code": {"places": ("990105",)},
        "five places": {"places": tuple(f"99010{n}" for n in range(1, 6))},
        "a place by its name": {"places": ("云岭市",)},
        "a year": {"period": "2023年"},
        "exactly a half-year": {"period": "2023年上半年", "match": "equal"},
        "overlapping a month": {"period": "2022年3月", "match": "overlap"},
        "a year without facts": {"period": "2011年"},
        "all years": years,
        "a year, or reports of it": {"period": "2023年", "reports_period": True},
        "all years, or reports of them": {**years, "reports_period": True},
        "levels": {"roles": ("level",)},
        "scores": {"roles": ("score",)},
        "actual": {"statuses": ("actual",)},
        "forecast": {"statuses": ("forecast",)},
        "a document": {"documents": ("2023/青溪县/青溪县财政局.txt",)},
        "five documents": {"documents": ("青溪县财政局.txt",)},
        "all documents": {"documents": ("000000",)},
        "summaries": {"kinds": ("summary",)},
        "plans, of which there are none": {"kinds": ("plan",)},
        "by hand": {"by_hand": True},
        "not by hand": {"by_hand": False},
        "all versions": {"versions": "all"},
        "duplicates, too": {"duplicates": True},
        "common words": {"text": "财政"},
        "words of half of the facts": {"text": "企业"},
        "words of half of the facts in a year": {"text": "企业", "period": "2023年"},
        "words of half of the facts, duplicates, too": {"text": "企业", "versions": "all", "duplicates": True},
        "words of most quotes": {"text": "1"},
        "rare words": {"text": "99.99"},
        "words that nothing holds": {"text": "没有这样的字"},
        "words of few sentences": {"sentence": "一般公共预算收入99"},
        "words of no sentence": {"sentence": "没有这样的字"},
        "what a county may see": {"scope": (2,)},
    }
    yield from single.items()
    city = {"organisations": ("云岭市人民政府",)}
    yield "city, year, levels, actual", {**city, "period": "2023年", "roles": ("level",), "statuses": ("actual",)}
    yield (
        "city, score, forecast, summary",
        {**city, "roles": ("score",), "statuses": ("forecast",), "kinds": ("summary",)},
    )
    since = {"begins": date(2021, 1, 1), "reports_period": True}
    yield "four years, or reports of them, summaries, words", {**since, "kinds": ("summary",), "text": "企业"}
    yield "county, year, words", {"places": ("990105",), "period": "2022年", "text": "企业"}
    yield "year, planned growth", {"period": "2024年", "roles": ("growth",), "statuses": ("planned",)}
    yield "place, by hand, ranks", {"places": ("云岭市",), "by_hand": True, "roles": ("rank",)}
    yield "indicator, county, half-year", {"indicators": ("整改率",), "places": ("990103",), "period": "2021年上半年"}
    yield "scope and city", {**city, "scope": (2, 23), "statuses": ("planned",)}


def _export(form: str) -> None:
    from taizhang.ledger.exports import export
    from taizhang.ledger.queries import FactQuery

    with tempfile.TemporaryDirectory() as folder:
        start, used = time.perf_counter(), time.process_time()
        done = export(FactQuery(duplicates=True, versions="all"), form, Path(folder) / "out")
        seconds, busy = time.perf_counter() - start, time.process_time() - used
        rows = done.facts + sum(int(why.split(" 条")[0].split()[-1]) for why in done.left_out)
        status = Path("/proc/self/status").read_text()
        peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
        size = sum(path.stat().st_size for path in done.paths) / 1e6
        own = f"({rows / busy:9,.0f} of its own time)"
        print(f"{form:9} {rows / seconds:9,.0f} rows/s {own} {peak:5.0f} MB, {size:.0f} MB written")


if __name__ == "__main__":
    main()
