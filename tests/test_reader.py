from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook

import taizhang
from taizhang import reader
from taizhang.errors import IntakeError
from taizhang.model import Reading, SourceText
from taizhang.reader import Failure, Readings, read_file

TEXT = "云溪县财政局2023年上半年工作总结\n上半年，全县一般公共预算收入完成46152万元，同比增长9.1%。\n"


def test_a_file_gives_a_reading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    for path in (tmp_path / "a.txt", str(tmp_path / "a.txt")):
        reading = taizhang.read(path)
        assert isinstance(reading, Reading)
        assert reading.source.text == TEXT
        assert [fact.quote for fact in reading.facts] == ["46152万元", "9.1%"]
        assert len(reading.reports) == 1
        assert reading.seconds > 0


def test_a_folder_gives_readings_with_chained_rows_and_what_failed(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "a.txt").write_text(TEXT, encoding="gb18030")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4")
    readings = taizhang.read(tmp_path)
    assert isinstance(readings, Readings)
    assert [reading.source.file for reading in readings] == ["a.txt", "b.txt"]
    assert [fact.quote for fact in readings.facts] == ["46152万元", "9.1%"] * 2
    assert len(readings.reports) == 2
    assert len(readings.sections) == sum(len(reading.sections) for reading in readings)
    assert len(readings.noise) == sum(len(reading.noise) for reading in readings)
    assert (readings[0], readings[:1]) == (readings[0], (readings[0],))
    assert [(failure.file, "PDF" in failure.problem) for failure in readings.failures] == [("c.pdf", True)]


def test_an_archive_gives_readings_as_a_folder_does(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("二/b.txt", TEXT)
        archive.writestr("一.txt", TEXT.encode("gb18030"))
        archive.writestr("图.png", b"\x89PNG\r\n\x1a\n\0")
    readings = taizhang.read(tmp_path / "a.zip")
    assert isinstance(readings, Readings)
    assert [reading.source.file for reading in readings] == ["a.zip", "a.zip!/一.txt", "a.zip!/二/b.txt"]
    assert readings[0].notes == ("压缩包，内有 3 个文件",)
    assert [fact.quote for fact in readings.facts] == ["46152万元", "9.1%"] * 2
    assert [failure.file for failure in readings.failures] == ["a.zip!/图.png"]


def test_a_workbook_gives_facts_with_their_places(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["云溪县2023年上半年主要指标"], ["单位：万元"], ["指标", "1-6月"], ["税收收入", 46151]):
        book.active.append(row)
    book.active.title = "收支"
    book.save(tmp_path / "a.xlsx")
    reading = taizhang.read(tmp_path / "a.xlsx")
    assert isinstance(reading, Reading)
    assert [str(taizhang.locate(reading, fact.start, fact.end)) for fact in reading.facts] == ["工作表“收支”B4"]


def test_a_file_that_cannot_be_read_raises_one_line(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"^none\.txt：不存在；请检查路径$"):
        taizhang.read(tmp_path / "none.txt")


def test_text_at_hand_reads_as_a_file_does(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    from_file, from_text = taizhang.read(tmp_path / "a.txt"), taizhang.read_text(TEXT, name="a.txt")
    assert isinstance(from_file, Reading)
    assert from_text.source == from_file.source
    assert from_text.facts == from_file.facts


def test_half_a_surrogate_pair_is_replaced_in_place() -> None:
    reading = taizhang.read_text("\ud800半个字符，完成3项。")
    assert reading.source.text == "\ufffd半个字符，完成3项。"
    assert [fact.quote for fact in reading.facts] == ["3项"]


@pytest.mark.parametrize("text", ["", " \n", "\0" * 9, "好" * 10_000, "（" * 5000])
def test_odd_text_is_read(text: str) -> None:
    assert taizhang.read_text(text).source.text == text


HOSTILE = [
    "1",
    "一",
    "亿",
    "，",
    " ",
    "\n",
    "（",
    "“",
    "、",
    "第",
    "X",
    "百分之",
    "2023年",
    "1、",
    "\n一、",
    "第1页\n",
    "目录\n",
    "5亿元，",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_text_costs_no_more_than_its_size(unit: str) -> None:
    start = process_time()
    taizhang.read_text(unit * (200_000 // len(unit)))
    assert process_time() - start < 10


def test_notes_say_that_there_is_nothing_or_only_masks() -> None:
    assert taizhang.read_text("今年以来，工作扎实推进。").notes == ("没有找到数据",)
    assert taizhang.read_text("全县完成投资XX万元。").notes == ("数据都被遮盖（如 XX 万元）",)
    assert taizhang.read_text(TEXT).notes == ()


def test_an_empty_file_has_one_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    outcome = read_file(tmp_path / "a.txt", "a.txt")
    assert isinstance(outcome, Reading)
    assert outcome.notes == ("空文件",)


@pytest.mark.parametrize(
    ("error", "said"), [(KeyError("x\ny"), "缺陷"), (RecursionError(), "缺陷"), (MemoryError(), "内存")]
)
def test_a_defect_of_ours_costs_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def broken(source: SourceText) -> None:
        raise error

    monkeypatch.setattr(reader, "analyse", broken)
    (tmp_path / "a.txt").write_text(TEXT)
    outcome = read_file(tmp_path / "a.txt", "a.txt")
    assert isinstance(outcome, Failure)
    assert said in outcome.problem
    assert "\n" not in outcome.problem


def test_reading_plain_text_loads_no_library_of_other_formats(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    code = (
        "import sys; from pathlib import Path; from taizhang.checking import check_path; check_path(sys.argv[1]);"
        "print(*{'lxml', 'openpyxl', 'pypdfium2', 'taizhang.intake.guard', 'django'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, tmp_path]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == ""


def test_importing_is_cheap_and_names_load_when_used() -> None:
    loaded = "'taizhang.reader' in sys.modules"
    code = f"import sys, taizhang; print({loaded}, taizhang.read, {loaded})"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert (output.split()[0], output.split()[-1]) == ("False", "True")
    assert set(taizhang.__all__) <= set(dir(taizhang))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = taizhang.nothing
