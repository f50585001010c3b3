from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.errors import IntakeError
from taizhang.intake import files
from taizhang.intake.files import find, read_bytes, shown


def names(folder: Path, skip: Path | None = None) -> list[str]:
    return [found.file for found in find([folder], skip)]


def why(path: Path) -> str:
    with pytest.raises(IntakeError) as caught:
        read_bytes(path)
    return caught.value.reason


def test_a_folder_is_walked_in_sorted_order_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    for name in ["乙.txt", "b/2.txt", "b/1 2.txt", "a.txt", ".git/x.txt", "b/.hidden", "~$lock.txt", "out/facts.jsonl"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path, skip=tmp_path / "out") == ["a.txt", "b/1 2.txt", "b/2.txt", "乙.txt"]
    assert [found.file for found in find([tmp_path / ".git" / "x.txt", tmp_path / "b"])] == [
        "x.txt",
        "1 2.txt",
        "2.txt",
    ]


def test_links_in_a_circle_are_given_once_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("x")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "gone").symlink_to("nowhere")
    assert names(tmp_path) == ["a/up", "a/x.txt", "gone", "self"]
    assert "循环" in why(tmp_path / "a" / "up")
    assert "死循环" in why(tmp_path / "self")
    assert "不存在" in why(tmp_path / "gone")


def test_what_is_given_twice_is_given_once(tmp_path: Path) -> None:
    for name in ["a.txt", "b/c.txt", "b/d/e.txt", "b/.hidden"]:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x")

    def given(*names: str) -> list[str]:
        return [found.file for found in find(tmp_path / name for name in names)]

    assert given("a.txt", "", "a.txt") == ["a.txt", "b/c.txt", "b/d/e.txt"]
    assert given("b/d/e.txt", "b") == ["e.txt", "c.txt"]
    assert given("b", "b/c.txt", "b/d", "b/.hidden") == ["c.txt", "d/e.txt", ".hidden"]
    assert given("b/d", "b") == ["e.txt", "c.txt"]
    assert given("b", "b/../b", "none.txt", "none.txt") == ["c.txt", "d/e.txt", "none.txt", "none.txt"]


def test_many_links_to_one_folder_are_followed_once(tmp_path: Path) -> None:
    for level in range(12):
        folder = tmp_path / f"{level:02}"
        folder.mkdir()
        for link in "ab":
            (folder / link).symlink_to(tmp_path / f"{level + 1:02}")
    (tmp_path / "12").mkdir()
    (tmp_path / "12" / "x.txt").write_text("x")
    assert len(names(tmp_path)) < 10


def test_folders_nested_deeper_than_recursion_allows(tmp_path: Path) -> None:
    deep, depth = os.open(tmp_path, os.O_RDONLY), 1200
    for _ in range(depth):
        os.mkdir("a", dir_fd=deep)
        inner = os.open("a", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    try:
        assert list(find([tmp_path])) == []
    finally:
        subprocess.run(["rm", "-rf", tmp_path / "a"], check=True)


@pytest.mark.parametrize(("name", "reason"), [("none", "不存在"), ("长" * 300, "路径太长"), ("a\0b", "不允许的字符")])
def test_what_is_not_there(tmp_path: Path, name: str, reason: str) -> None:
    [found] = find([tmp_path / name])
    assert reason in why(found.path)
    assert found.file.isprintable()


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert "不是普通文件" in why(tmp_path / "fifo")
    assert "不是普通文件" in why(Path(os.devnull))
    assert "是文件夹" in why(tmp_path)
    (tmp_path / "file").write_text("x")
    assert "不存在" in why(tmp_path / "file" / "below")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "secret.txt").touch(mode=0)
    assert names(tmp_path) == ["closed", "secret.txt"]
    assert "没有读取权限" in why(tmp_path / "closed")
    assert "没有读取权限" in why(tmp_path / "secret.txt")


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 1024**2)
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(1024**2)
        assert len(read_bytes(tmp_path / "large")) == 1024**2
        stream.truncate(1024**2 + 1)
    assert "超过一个文件 1 MB 的上限" in why(tmp_path / "large")


@given(name=st.binary(min_size=1).map(os.fsdecode))
def test_every_name_can_be_printed_and_stored(name: str) -> None:
    assert shown(name).encode().decode() == shown(name)
    assert "\n" not in shown(name)


def test_names_of_people_stay_as_they_are() -> None:
    assert shown("2023年 上半年（送审稿）　终.txt") == "2023年 上半年（送审稿）　终.txt"
    assert shown("a\udcff\n.txt") == "a\\xff\\n.txt"
