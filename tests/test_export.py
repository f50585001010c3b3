from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang import model
from taizhang.errors import ExportError
from taizhang.export import TABLES, Export, pack
from taizhang.model import Fact, Noise, Period, Reading, Report, Section, SourceText
from taizhang.reader import Failure

KEYS = {
    "documents": "doc file format chars reports facts seconds status problem?",
    "reports": "id doc file start end org org_type place period kind complete heading",
    "sections": "id doc file report parent start end level title role",
    "noise": "doc file start end category fix? dup_of?",
    "facts": "id doc file report section start end pieces quote value decimals unit modifier masked base_value "
    "base_unit role sign basis indicator indicator_start indicator_end subject period status org place duplicate_of",
}
"""As DESIGN.md lists them; those with a question mark may be missing."""

TEXT = st.text(max_size=8)
MAYBE = st.none() | TEXT
OFFSET = st.integers(0, 10**9)
NUMBER = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUE = st.none() | NUMBER | st.tuples(NUMBER, NUMBER).map(list)

PERIODS = st.builds(Period, TEXT, OFFSET, OFFSET, MAYBE, MAYBE)
NOISE = st.builds(Noise, OFFSET, OFFSET, st.sampled_from(get_args(model.NoiseCategory)), MAYBE, st.none() | OFFSET)
REPORTS = st.builds(Report, TEXT, OFFSET, OFFSET, MAYBE, MAYBE, MAYBE, MAYBE, st.just("summary"), st.booleans(), TEXT)
SECTIONS = st.builds(Section, TEXT, TEXT, MAYBE, OFFSET, OFFSET, st.integers(1, 4), TEXT, st.just("plan"))
FACTS = st.builds(
    Fact,
    id=TEXT, report=MAYBE, section=MAYBE, start=OFFSET, end=OFFSET,
    pieces=st.lists(st.tuples(OFFSET, OFFSET), max_size=2), quote=TEXT,
    value=VALUE, decimals=st.integers(0, 9), unit=TEXT,
    modifier=st.sampled_from(get_args(model.Modifier)),
    masked=st.booleans(), base_value=VALUE, base_unit=TEXT, role=st.sampled_from(get_args(model.FactRole)),
    sign=st.sampled_from([1, -1]), basis=MAYBE, indicator=MAYBE, indicator_start=st.none() | OFFSET,
    indicator_end=st.none() | OFFSET, subject=MAYBE, period=st.none() | PERIODS,
    status=st.sampled_from(get_args(model.Status)), org=MAYBE, place=MAYBE, duplicate_of=MAYBE,
)  # fmt: skip
ROWS = st.tuples(
    st.lists(REPORTS, max_size=2), st.lists(SECTIONS, max_size=2), st.lists(NOISE, max_size=2), st.lists(FACTS)
)


def reading(
    rows: Any = ((), (), (), ()), form: str = "txt", name: str = "a.txt", notes: tuple[str, ...] = ()
) -> Reading:
    return Reading(SourceText("d" * 64, name, form, "全县"), *map(tuple, rows), notes=notes, seconds=0.12345)


def lines(outcome: Reading | Failure) -> Iterator[tuple[str, bytes]]:
    for table, made in pack(outcome).tables.items():
        for line in made:
            yield table, line


def exported(folder: Path) -> dict[str, list[dict[str, Any]]]:
    tables = {table: (folder / f"{table}.jsonl").read_text("utf-8").splitlines() for table in TABLES}
    return {table: [json.loads(line) for line in rows] for table, rows in tables.items()}


@given(ROWS)
def test_every_row_is_one_line_of_json_with_the_keys_of_the_design(rows: Any) -> None:
    for table, line in lines(reading(rows)):
        assert line.count(b"\n") == 1
        row = json.loads(line.decode())
        allowed = KEYS[table].split()
        assert [key for key in row if key not in ("fix", "dup_of")] == [key for key in allowed if not key.endswith("?")]
        assert {f"{key}?" for key in row} - {f"{key}?" for key in allowed} <= set(allowed)


@given(FACTS)
def test_a_fact_comes_back_as_it_was(fact: Fact) -> None:
    [(_, line)] = lines(reading(((), (), (), (fact,))))
    row = json.loads(line)
    if fact.period:
        row["period"] = Period(**row["period"])
    row["pieces"] = [tuple(piece) for piece in row["pieces"]]
    del row["doc"], row["file"]
    assert Fact(**row) == fact


def test_documents_tell_what_was_read_and_what_failed(tmp_path: Path) -> None:
    with Export(tmp_path / "new" / "out") as export:
        export.add(pack(reading(name="乙.txt", notes=("空文件", "没有找到数据"))))
        export.add(pack(Failure("甲.docx", "是 Word 文档", 0.5)))
    read, failed = exported(tmp_path / "new" / "out")["documents"]
    assert read == {
        "doc": "d" * 64, "file": "乙.txt", "format": "txt", "chars": 2, "reports": 0, "facts": 0, "seconds": 0.123,
        "status": "read", "problem": "空文件；没有找到数据",
    }  # fmt: skip
    assert failed == {
        "doc": None, "file": "甲.docx", "format": None, "chars": 0, "reports": 0, "facts": 0, "seconds": 0.5,
        "status": "failed", "problem": "是 Word 文档",
    }  # fmt: skip


def test_texts_are_written_where_the_file_is_not_the_text(tmp_path: Path) -> None:
    with Export(tmp_path) as export:
        export.add(pack(reading(form="txt")))
    assert not (tmp_path / "texts").exists()
    with Export(tmp_path) as export:
        export.add(pack(reading(form="html")))
    assert (tmp_path / "texts" / ("d" * 64 + ".txt")).read_bytes() == "全县".encode()


def test_a_second_export_leaves_no_text_of_the_first(tmp_path: Path) -> None:
    texts = tmp_path / "texts"

    def export(*docs: str) -> list[str]:
        with Export(tmp_path) as made:
            for doc in docs:
                one = reading(form="html")
                made.add(pack(replace(one, source=replace(one.source, doc=doc))))
        return sorted(path.name for path in texts.iterdir()) if texts.exists() else []

    assert export("a" * 64, "b" * 64, "a" * 64) == ["a" * 64 + ".txt", "b" * 64 + ".txt"]
    (texts / "我的.txt").write_text("x")
    assert export("c" * 64) == ["c" * 64 + ".txt", "我的.txt"]
    assert export() == ["我的.txt"]
    (texts / "我的.txt").unlink()
    assert export() == []
    assert not texts.exists()
    export("a" * 64)
    with pytest.raises(KeyboardInterrupt), Export(tmp_path) as made:
        made.add(pack(reading(form="html")))
        raise KeyboardInterrupt
    assert [path.name for path in texts.iterdir()] == ["a" * 64 + ".txt"]
    assert not (tmp_path / "texts.part").exists()


def test_an_archive_has_a_row_and_no_text(tmp_path: Path) -> None:
    with Export(tmp_path) as export:
        export.add(pack(reading(form="zip", name="a.zip")))
        export.add(pack(reading(form="html", name="a.zip!/b.html")))
    assert [row["file"] for row in exported(tmp_path)["documents"]] == ["a.zip", "a.zip!/b.html"]
    assert len(list((tmp_path / "texts").iterdir())) == 1


def test_an_export_that_is_broken_off_leaves_the_former_one(tmp_path: Path) -> None:
    with Export(tmp_path) as export:
        export.add(pack(reading(name="first.txt")))
    with pytest.raises(KeyboardInterrupt), Export(tmp_path) as export:
        export.add(pack(reading(name="second.txt")))
        raise KeyboardInterrupt
    assert [row["file"] for row in exported(tmp_path)["documents"]] == ["first.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{table}.jsonl" for table in TABLES)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder, reason in [(tmp_path / "file", "已有同名文件"), (tmp_path / "file" / "x", "不是文件夹")]:
        with pytest.raises(ExportError, match=reason), Export(folder):
            pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "documents.jsonl.part").symlink_to("/dev/full")
    with pytest.raises(ExportError, match="磁盘已满") as caught, Export(tmp_path) as export:
        export.add(pack(reading()))
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 64 KB."""
    if os.geteuid() != 0:
        pytest.skip("mounting needs root")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "small", tmp_path], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"cannot mount: {mounted.stderr.decode()}")
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


def test_a_disk_that_fills_up_while_exporting(small_disk: Path) -> None:
    many = reading(((), (), [Noise(0, 9, "ocr", fix="修" * 200)] * 5000, ()))
    with pytest.raises(ExportError, match="磁盘已满"), Export(small_disk) as export:
        export.add(pack(many))
    assert list(small_disk.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="没有写入权限"), Export(tmp_path / "out"):
        pass
