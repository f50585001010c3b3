"""Archives: their members are found and read as files of a folder are, and hostile ones cost a line."""

from __future__ import annotations

import hashlib
import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peak import PEAK

from taizhang.errors import IntakeError
from taizhang.intake import archive, expansion, find, is_verbatim, load
from taizhang.intake.archive import Archive

TEXT = "云溪县财政局2023年上半年工作总结\n上半年，完成投资12.5亿元。\n"
Tree = Mapping[str, "bytes | str | Tree"]


def zipped(tree: Tree, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make an archive; what is a mapping becomes an archive inside it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in tree.items():
            made.writestr(name, zipped(content, method) if isinstance(content, Mapping) else content)
    return stream.getvalue()


def rows(path: Path) -> dict[str, str]:
    """Give what each found item is: its format and notes, or why it is refused."""
    found: dict[str, str] = {}
    for item in find([path]):
        assert item.file not in found
        try:
            source = load(*item)
            found[item.file] = " ".join([source.format, *source.notes])
        except IntakeError as error:
            found[item.file] = error.reason
            assert "\n" not in error.reason
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.zip"


def test_members_are_found_in_sorted_order_and_read(path: Path) -> None:
    inner = {"x.txt": TEXT, "空.zip": {}}
    path.write_bytes(zipped({"二/1.txt": TEXT, "b.zip": inner, "一.html": f"<p>{TEXT}</p>", "二/": ""}))
    assert rows(path) == {
        "a.zip": "zip 压缩包，内有 3 个文件",
        "a.zip!/b.zip": "zip 压缩包，内有 2 个文件",
        "a.zip!/b.zip!/x.txt": "txt",
        "a.zip!/b.zip!/空.zip": "zip 压缩包，里面没有文件",
        "a.zip!/一.html": "html",
        "a.zip!/二/1.txt": "txt",
    }
    found = {item.file: item for item in find([path])}
    source = load(*found["a.zip!/b.zip!/x.txt"])
    assert (source.text, source.doc) == (TEXT, hashlib.sha256(TEXT.encode()).hexdigest())
    assert found["a.zip!/b.zip!/x.txt"].where == f"{path}!/b.zip!/x.txt"
    top, nested = load(*found["a.zip"]), load(*found["a.zip!/b.zip"])
    assert top.doc == hashlib.sha256(path.read_bytes()).hexdigest()
    assert nested.doc == hashlib.sha256(zipped(inner)).hexdigest()
    assert (top.text, is_verbatim(top.format)) == ("", True)


def test_hidden_files_and_what_macos_adds_are_passed_over(path: Path) -> None:
    names = ["a.txt", "__MACOSX/._a.txt", ".DS_Store", "x/.git/y.txt", "~$b.docx", "../c.txt", "x/./d.txt"]
    path.write_bytes(zipped(dict.fromkeys(names, TEXT)))
    assert list(rows(path)) == ["a.zip", "a.zip!/../c.txt", "a.zip!/a.txt", "a.zip!/x/./d.txt"]


def named(raw: bytes, flags: int = 0, system: int = 0) -> bytes:
    """Make an archive whose one member has a name of these bytes."""
    data = zipped({"x" * len(raw): TEXT}).replace(b"x" * len(raw), raw)
    at = data.index(b"PK\1\2")
    return data[: at + 5] + bytes([system]) + data[at + 6 : at + 8] + struct.pack("<H", flags) + data[at + 10 :]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (named("上半年\\财政局.txt".encode("gb18030")), "上半年/财政局.txt"),
        (named("上半年/财政局.txt".encode()), "上半年/财政局.txt"),
        (named("上半年/财政局.txt".encode(), flags=0x800, system=3), "上半年/财政局.txt"),
        (named(b"a\\b.txt", system=3), "a\\b.txt"),
        (named(b"a\nb\x1b[31m.txt"), "a\\nb\\x1b[31m.txt"),
        (named(b"a\x81.txt"), "aü.txt"),
        (named(b"/etc/passwd"), "/etc/passwd"),
    ],
)
def test_names_are_read_as_they_were_written_and_shown_on_one_line(path: Path, data: bytes, name: str) -> None:
    path.write_bytes(data)
    assert rows(path)[f"a.zip!/{name}"] == "txt"


@given(raw=st.binary(min_size=1, max_size=20), flags=st.sampled_from([0, 0x800]))
def test_any_name_is_shown(tmp_path_factory: pytest.TempPathFactory, raw: bytes, flags: int) -> None:
    path = tmp_path_factory.mktemp("names") / "a.zip"
    path.write_bytes(named(raw, flags))
    assert all(item.file.isprintable() for item in find([path]))


def test_members_of_one_name_are_all_read(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("a.txt", "一")
        made.writestr("a.txt", "二")
    texts = [load(*item).text for item in find([path])]
    assert texts == ["", "一", "二"]


@pytest.mark.parametrize(
    "first", ["[Content_Types].xml", "word/document.xml", "mimetype", "OFD.xml", "META-INF/MANIFEST.MF"]
)
def test_a_document_is_no_archive(path: Path, first: str) -> None:
    for tree in ({first: "x", "b.txt": TEXT}, {"b.txt": TEXT, first: "x"}):
        path.write_bytes(zipped(tree))
        assert list(rows(path)) == ["a.zip"]
        assert not rows(path)["a.zip"].startswith("zip")


def test_each_member_that_cannot_be_read_costs_a_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["加密.txt", "压缩.txt", "坏.txt", "大.txt", "好.txt"]
    data = bytearray(zipped(dict.fromkeys(names, TEXT), zipfile.ZIP_STORED))
    central = {name: data.rindex(name.encode()) - 46 for name in names}
    data[central["加密.txt"] + 8] |= 1
    data[central["压缩.txt"] + 10] = 12
    data[data.index("坏.txt".encode()) + 20] ^= 0xFF
    data[central["大.txt"] + 24 : central["大.txt"] + 28] = struct.pack("<I", 2**31)
    path.write_bytes(data + b"")
    assert rows(path) == {
        "a.zip": "zip 压缩包，内有 5 个文件",
        "a.zip!/加密.txt": "已加密；请用密码解压后再读",
        "a.zip!/压缩.txt": "用了不常见的压缩方法；请解压后再读",
        "a.zip!/坏.txt": "在压缩包里已损坏；请重新压缩或下载后再读",
        "a.zip!/大.txt": "解压后有 2,048.0 MB，超过一个文件 128 MB 的上限；请拆成几个文件再读",
        "a.zip!/好.txt": "txt",
    }


def test_a_member_that_grows_too_much_is_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(zipped({"零.txt": bytes(40_000_000), "好.txt": TEXT}))
    assert rows(path)["a.zip!/零.txt"] == "解压后膨胀超过 400 倍，像是压缩炸弹，没有读取"
    assert rows(path)["a.zip!/好.txt"] == "txt"


def test_a_broken_archive_in_a_folder_costs_a_line(tmp_path: Path) -> None:
    whole = zipped({"x.txt": TEXT, "y.txt": TEXT})
    (tmp_path / "a.zip").write_bytes(whole)
    (tmp_path / "b.zip").write_bytes(whole[:-40])
    (tmp_path / "c.txt").write_text(TEXT)
    found = rows(tmp_path)
    assert list(found) == ["a.zip", "a.zip!/x.txt", "a.zip!/y.txt", "b.zip", "c.txt"]
    assert found["b.zip"].startswith("是打不开的 ZIP 压缩包（.zip）；")


def test_the_list_of_a_member_is_not_taken_for_that_of_an_archive_that_is_cut_off(path: Path) -> None:
    for inner in ({"y.txt": TEXT}, {"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}):
        path.write_bytes(zipped({"a.bin": zipped(inner)}, zipfile.ZIP_STORED)[:-30])
        assert list(rows(path)) == ["a.zip"]
        assert rows(path)["a.zip"].startswith("是打不开的 ZIP 压缩包")


@given(at=st.integers(0, 400), byte=st.integers(0, 255))
def test_a_changed_byte_breaks_nothing_else(tmp_path_factory: pytest.TempPathFactory, at: int, byte: int) -> None:
    data = bytearray(zipped({"x.txt": TEXT, "b.zip": {"y.txt": TEXT}}))
    data[at % len(data)] = byte
    path = tmp_path_factory.mktemp("changed") / "a.zip"
    path.write_bytes(data)
    assert "a.zip" in rows(path)


def test_a_hundred_archives_one_in_the_other_are_refused(path: Path) -> None:
    data = zipped({"x.txt": TEXT})
    for _ in range(100):
        data = zipped({"b.zip": data})
    path.write_bytes(data)
    start, found = perf_counter(), rows(path)
    assert perf_counter() - start < 5
    *levels, last = found.values()
    assert levels == ["zip 压缩包，内有 1 个文件"] * (expansion.MAX_DEPTH + 1)
    assert last == "压缩包层层相套超过 5 层的上限；请分开解压后再读"
    code = f"import sys\nfrom taizhang.intake import find\nprint(sum(1 for _ in find(sys.argv[1:])), {PEAK})"
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=True)
    found_again, most = map(int, done.stdout.split())
    assert found_again == len(found) and most < 500 * 1024


def test_more_archives_in_archives_than_allowed_end_the_walk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "MAX_NESTED", 5)
    path.write_bytes(zipped({f"{i}.zip": {"a.zip": {"x.txt": TEXT}, "z.txt": TEXT} for i in range(9)}))
    found = rows(path)
    assert len([reason for reason in found.values() if "超过 5 个" in reason]) == 1
    assert list(found)[-1] == "a.zip!/2.zip!/a.zip"
    (path.parent / "b.zip").write_bytes(zipped({"x.txt": TEXT}))
    assert list(rows(path.parent))[-1] == "b.zip!/x.txt"


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("MAX_MEMBERS", 2, "有 3 个文件，超过 2 个"),
        ("MAX_EXPANDED", 50, "展开后"),
        ("MAX_ARCHIVE", 50, "压缩包有"),
        ("MAX_DIRECTORY", 50, "目录有"),
    ],
)
def test_an_archive_beyond_a_limit_costs_a_line(
    path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, reason: str
) -> None:
    monkeypatch.setattr(archive, limit, value)
    path.write_bytes(zipped({"1.txt": TEXT, "2.txt": TEXT, "3.txt": TEXT}))
    [(file, said)] = rows(path).items()
    assert file == "a.zip"
    assert reason in said


def test_members_that_share_bytes_are_refused(path: Path) -> None:
    """A bomb that needs no nesting: every entry of the list points to the same bytes."""
    data = zipped({"a.txt": TEXT, "b.txt": TEXT})
    at = data.rindex(b"PK\1\2")
    path.write_bytes(data[: at + 42] + bytes(4) + data[at + 46 :])
    assert list(rows(path).values()) == ["压缩包里的文件互相重叠，像是压缩炸弹，没有读取"]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
def test_the_memory_of_reading_many_members_is_flat(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for i in range(3_000):
            made.writestr(f"{i:05}.txt", f"第{i}号。" + TEXT * 400)
    code = (
        "import sys\nfrom pathlib import Path\nfrom taizhang.intake import find, load\n"
        "print(sum(len(load(*item).text) for item in find(sys.argv[1:])))\n"
        f"print({PEAK})"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=True)
    read, most = map(int, done.stdout.split())
    assert read > 3_000 * 400 * len(TEXT)
    assert most < 100 * 1024


def test_an_archive_is_opened_once_for_all_its_members(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(zipped({f"{i}.zip": {f"{j}.txt": TEXT for j in range(5)} for i in range(5)}))
    opened: list[int] = []
    whole = Archive.__init__

    def counted(self: Archive, stream: io.BytesIO, size: int) -> None:
        opened.append(size)
        whole(self, stream, size)

    monkeypatch.setattr(Archive, "__init__", counted)
    assert len(rows(path)) == 31
    assert len(opened) == 6
