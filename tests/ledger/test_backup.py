"""Backups of a ledger in use, and what they are restored to."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.utils import timezone

import taizhang
from taizhang.cli import main
from taizhang.errors import LedgerError
from taizhang.ledger.backup import back_up, restore
from taizhang.ledger.connection import Ledger, open_ledger
from taizhang.ledger.loading import Loaded, at_path, load
from taizhang.ledger.where import Place

Keep = Callable[..., Loaded]
TEXT = "松溪县水利局2023年上半年工作总结\n上半年，治理河道{}公里。\n"
pytestmark = pytest.mark.usefixtures("unblocked")


def held() -> set[str]:
    from taizhang.ledger.models import Location

    return set(Location.objects.values_list("file", flat=True))


def sound() -> bool:
    from taizhang.ledger.integrity import problems

    return list(problems()) == []


def test_a_restored_ledger_is_as_it_was(ledger: Ledger, keep: Keep, tmp_path: Path) -> None:
    keep(TEXT.format(28), "a.txt")
    back_up(ledger.place, tmp_path / "b")
    keep(TEXT.format(29), "b.txt")
    keep(TEXT.format(30), "a.txt")
    restore(ledger.place, tmp_path / "b")
    assert held() == {"a.txt"}
    assert sound()
    assert keep(TEXT.format(28), "a.txt").outcome == "same"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("b")) == ["b"]


def test_a_backup_goes_into_a_place_that_is_new(ledger: Ledger, keep: Keep, tmp_path: Path) -> None:
    if ledger.place.url:
        pytest.skip("a PostgreSQL database is made by its administrator")
    keep(TEXT.format(28), "a.txt")
    back_up(ledger.place, tmp_path / "b")
    other = Place(path=tmp_path / "anew" / "taizhang.db")
    restore(other, tmp_path / "b")
    with open_ledger(other) as opened:
        assert not opened.made
        assert held() == {"a.txt"}


@pytest.mark.slow
def test_a_ledger_in_use_is_backed_up_and_restored_whole(place: Place, tmp_path: Path) -> None:
    """While another program loads without pause; it notices nothing."""
    with open_ledger(place):
        pass
    stop = tmp_path / "stop"
    child = os.fork()
    if not child:
        code = 1
        try:
            with open_ledger(place):
                number = 0
                while not stop.exists():
                    load(
                        taizhang.read_text(TEXT.format(number), f"{number}.txt"),
                        None,
                        at_path(Path(f"/{number}"), f"{number}.txt"),
                    )
                    number += 1
            code = 0
        finally:
            os._exit(code)
    try:
        for again in range(3):
            time.sleep(0.2)
            back_up(place, tmp_path / f"{again}")
        restore(place, tmp_path / "1")
        time.sleep(0.2)
    finally:
        stop.touch()
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    with open_ledger(place):
        assert sound()
    restore(place, tmp_path / "2")
    with open_ledger(place):
        assert sound()


def test_what_is_no_backup_is_refused(ledger: Ledger, keep: Keep, tmp_path: Path) -> None:
    keep(TEXT.format(28), "a.txt")
    (tmp_path / "text").write_text("x" * 5000)
    with sqlite3.connect(tmp_path / "theirs") as theirs:
        theirs.execute("CREATE TABLE theirs (id integer)")
    theirs.close()
    for name in ("text", "theirs", "none"):
        with pytest.raises(LedgerError, match=f"备份 .*{name}："):
            restore(ledger.place, tmp_path / name)
    assert held() == {"a.txt"}


def test_a_backup_of_a_later_version_is_refused(ledger: Ledger, keep: Keep, tmp_path: Path) -> None:
    from taizhang.ledger.models import Upgrade

    keep(TEXT.format(28), "a.txt")
    with connection.cursor() as cursor:
        row = ["ledger", "9999_later", timezone.now()]
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", row)
        made = Upgrade.objects.create(version="7.3.0", at=timezone.now())
        with pytest.raises(LedgerError, match=r"7\.3\.0"):
            back_up(ledger.place, tmp_path / "b")
        assert not (tmp_path / "b").exists()
        cursor.execute("DELETE FROM django_migrations WHERE name = %s", ["9999_later"])
        made.delete()
    back_up(ledger.place, tmp_path / "b")


def test_a_damaged_backup_is_refused(ledger: Ledger, keep: Keep, tmp_path: Path) -> None:
    for number in range(30):
        keep(TEXT.format(number), f"{number}.txt")
    back_up(ledger.place, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(LedgerError):
        restore(ledger.place, tmp_path / "cut")
    assert len(held()) == 30
    assert sound()


def test_a_backup_of_a_damaged_ledger_says_that_the_ledger_is(place: Place, keep: Keep, tmp_path: Path) -> None:
    if not place.path:
        pytest.skip("files are the server's matter")
    with open_ledger(place):
        for number in range(30):
            keep(TEXT.format(number), f"{number}.txt")
    whole = bytearray(place.path.read_bytes())
    whole[-60 * 4096 :] = b"\x5a" * (60 * 4096)
    place.path.write_bytes(whole)
    with pytest.raises(LedgerError, match=r"台账库 .*已损坏，没有备份"):
        back_up(place, tmp_path / "b")
    assert not list(tmp_path.glob("b*"))


def test_a_damaged_ledger_is_set_aside_and_that_is_said(
    place: Place, keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not place.path:
        pytest.skip("files are the server's matter")
    with open_ledger(place):
        keep(TEXT.format(28), "a.txt")
        back_up(place, tmp_path / "b")
    place.path.write_bytes(b"\xff" * 20000)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["restore", str(tmp_path / "b"), "--yes"])
    with open_ledger(place):
        assert held() == {"a.txt"}
    (aside,) = tmp_path.glob("taizhang-损坏-*.db")
    assert (done.exit_code, aside.stat().st_size) == (0, 20000)
    assert f"没有删除，改名为 {aside.name}" in done.output
    assert "改名" not in CliRunner().invoke(main, ["restore", str(tmp_path / "b"), "--yes"]).output


def test_no_file_is_overwritten_and_no_folder_made(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("x")
    with pytest.raises(LedgerError, match="没有覆盖"):
        back_up(ledger.place, tmp_path / "b")
    with pytest.raises(LedgerError, match="没有文件夹"):
        back_up(ledger.place, tmp_path / "c" / "b")
    assert (tmp_path / "b").read_text() == "x"


def test_backups_of_the_other_database_are_refused(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"SQLite format 3\0" if ledger.place.url else b"PGDMP")
    with pytest.raises(LedgerError, match="TAIZHANG_DATABASE_URL"):
        restore(ledger.place, tmp_path / "b")
