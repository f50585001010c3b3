"""Opening a ledger: made, upgraded, or refused in one line."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import Error, connection
from django.utils import timezone

from taizhang.errors import LedgerError, UsageError
from taizhang.ledger import migrating, shares, where
from taizhang.ledger.connection import Ledger, open_ledger
from taizhang.ledger.where import VARIABLE, Place

pytestmark = pytest.mark.usefixtures("unblocked")
ROOT = Path(__file__).parents[2]


def refused(place: Place, create: bool = True) -> str:
    with pytest.raises(LedgerError) as error, open_ledger(place, create=create):
        pass
    said = str(error.value)
    assert "\n" not in said
    assert place.shown in said
    return said


@pytest.fixture
def file(tmp_path: Path) -> Place:
    """A place for a SQLite ledger, whatever database the tests run on."""
    return Place(path=tmp_path / "taizhang.db")


def test_a_missing_ledger_is_made_with_its_folders_and_said(tmp_path: Path) -> None:
    place = Place(path=tmp_path / "一" / "二" / "taizhang.db")
    with open_ledger(place) as ledger:
        assert ledger.said == f"台账库：{place.path}（新建）"
    with open_ledger(place) as ledger:
        assert ledger.said == f"台账库：{place.path}"


def test_a_new_database_is_said_to_be_new(place: Place) -> None:
    with open_ledger(place) as ledger:
        assert ledger.made
    with open_ledger(place) as ledger:
        assert not ledger.made
        assert not migrating.missing()


def test_asking_makes_no_ledger(file: Place) -> None:
    assert "taizhang read" in refused(file, create=False)
    assert file.path and not file.path.exists()


def test_migrations_are_complete(ledger: Ledger) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_an_older_ledger_is_upgraded_after_a_backup(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with open_ledger(place):
        last = max(migrating.known())
        call_command("migrate", "ledger", "0001", verbosity=0)
        assert last in migrating.missing()
    with open_ledger(place) as ledger:
        assert not migrating.missing()
        assert ledger.backup
        assert Path(ledger.backup).stat().st_size > 0
        assert ledger.backup in ledger.said
    with open_ledger(place) as ledger:
        assert ledger.backup is None


def test_an_upgrade_that_fails_leaves_the_ledger_as_it_was(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE ledger_half (id integer)")
            cursor.execute("SELECT no_such_column FROM ledger_document")

    monkeypatch.setattr(migrating, "call_command", fail)
    refused(place)
    monkeypatch.undo()
    with open_ledger(place):
        assert "ledger_half" not in connection.introspection.table_names()


def test_a_newer_ledger_is_refused_with_the_version_to_install(place: Place) -> None:
    with open_ledger(place), connection.cursor() as cursor:
        from taizhang.ledger.models import Upgrade

        row = ["ledger", "9999_later", timezone.now()]
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", row)
        Upgrade.objects.create(version="7.3.0", at=timezone.now())
    assert "请换用 7.3.0 以上的程序" in refused(place)


def test_tables_of_another_program_are_left_alone(place: Place) -> None:
    with closing(psycopg.connect(place.url) if place.url else sqlite3.connect(str(place.path))) as theirs:
        theirs.execute("CREATE TABLE theirs (id integer)")
        theirs.commit()
    assert "别的程序的表" in refused(place)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xd0\xcf\x11\xe0" * 900, "不是台账库文件"), (b"SQLite format 3\0" + b"\xff" * 5000, "不是台账库文件")],
    ids=["another format", "a header alone"],
)
def test_what_is_no_database_is_refused_and_kept(file: Place, content: bytes, said: str) -> None:
    assert file.path
    file.path.write_bytes(content)
    assert said in refused(file)
    assert file.path.read_bytes() == content


def test_a_damaged_ledger_is_refused(file: Place) -> None:
    assert file.path
    with open_ledger(file):
        pass
    with file.path.open("r+b") as stream:
        stream.seek(100)
        stream.write(b"\xff" * 4000)
    assert "taizhang restore" in refused(file)


def test_a_folder_in_its_place_is_refused(file: Place) -> None:
    assert file.path
    file.path.mkdir()
    assert "不是普通文件" in refused(file)


def test_a_file_where_a_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    assert "上级不是文件夹" in refused(Place(path=tmp_path / "a" / "b" / "taizhang.db"))


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_place_is_refused(file: Place, what: str, tmp_path: Path) -> None:
    """Root may write anywhere, so another user opens it."""
    assert file.path
    with open_ledger(file):
        pass
    for path in (*tmp_path.parents, tmp_path):
        if path.stat().st_uid == os.getuid():
            path.chmod(path.stat().st_mode | 0o055)
    file.path.chmod(0o444 if what == "file" else 0o666)
    code = CHILD.replace("try:", "import os; os.getuid() or os.setuid(65534)\ntry:")
    tmp_path.chmod(0o555 if what == "folder" else 0o777)
    done = subprocess.run([sys.executable, "-c", code, file.path], capture_output=True, text=True, check=False)
    tmp_path.chmod(0o755)
    assert "只读" in done.stdout, done


CHILD = """
import sys
from pathlib import Path
from taizhang.errors import LedgerError
from taizhang.ledger.connection import open_ledger
from taizhang.ledger.where import Place
to = sys.argv[1]
try:
    with open_ledger(Place(url=to) if "://" in to else Place(path=Path(to))) as ledger:
        print("new" if ledger.made else "known")
except LedgerError as error:
    print(error)
"""


@pytest.mark.slow
def test_programs_that_open_a_new_ledger_at_once_make_it_once(place: Place) -> None:
    to = str(place.path or place.url)
    children = [
        subprocess.Popen([sys.executable, "-c", CHILD, to], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(5)
    ]
    said = sorted(child.communicate(timeout=60)[0].strip() for child in children)
    assert said == ["known"] * 4 + ["new"]


def test_a_full_disk_is_one_line_and_keeps_nothing_half(file: Place, keep: Callable[..., object]) -> None:
    with pytest.raises(LedgerError, match="磁盘已满"), open_ledger(file):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0] + 4}")
        for number in range(100):
            keep(
                f"松溪县水利局2023年上半年工作总结\n上半年，治理河道{number}公里。" + "重点推进。" * 500,
                f"{number}.txt",
            )
    with open_ledger(file):
        from taizhang.ledger.integrity import problems
        from taizhang.ledger.models import Document

        assert Document.objects.count() < 100
        assert list(problems()) == []


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_share_is_refused(file: Place, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    here = str(tmp_path).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/share {here} {kind} rw 0 0\n")
    monkeypatch.setattr(shares, "MOUNTS", mounts)
    assert f"网络共享盘（{kind}）" in refused(file)
    mounts.write_text(f"server:/ / {kind} rw 0 0\n/dev/sdb1 {here} ext4 rw 0 0\n")
    with open_ledger(file):
        pass


def test_a_server_that_is_not_there_is_one_line() -> None:
    said = refused(Place(url="postgresql://u:geheim@127.0.0.1:9/taizhang?connect_timeout=2"))
    assert "连不上数据库" in said
    assert "geheim" not in said


def test_what_is_called_so_and_is_no_file_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    below = tmp_path / "一" / "二"
    below.mkdir(parents=True)
    (tmp_path / "一" / "taizhang.db").mkdir()
    assert "不是普通文件" in refused(where.find(below))
    (tmp_path / "一" / "taizhang.db").rmdir()
    (tmp_path / "一" / "taizhang.db").symlink_to(tmp_path / "没有" / "x.db")
    assert "还没有" in refused(where.find(below), create=False)
    monkeypatch.chdir(below)
    below.rmdir()
    with pytest.raises(LedgerError, match="当前的文件夹已经不在了"):
        where.find()


def test_which_ledger_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert where.find(inner).path == tmp_path / "data" / "taizhang" / "taizhang.db"
    (tmp_path / "taizhang.db").touch()
    assert where.find(inner).path == tmp_path / "taizhang.db"
    monkeypatch.setenv(VARIABLE, "postgresql://li:wort@host:5433/县?sslmode=require")
    assert where.find(inner).shown == "postgresql://host:5433/县"
    monkeypatch.setenv(VARIABLE, "mysql://host/db")
    with pytest.raises(UsageError, match="postgresql://"):
        where.find(inner)


needs_server = pytest.mark.skipif(not os.environ.get(VARIABLE), reason="a matter of PostgreSQL")


@needs_server
def test_a_lost_connection_is_one_line_and_keeps_nothing_half(place: Place, keep: Callable[..., object]) -> None:
    with pytest.raises(LedgerError, match="连接断了"), open_ledger(place):
        keep("松溪县水利局2023年上半年工作总结\n上半年，治理河道28公里。", "a.txt")
        from django.db import transaction

        with transaction.atomic():
            keep("松溪县水利局2023年上半年工作总结\n上半年，治理河道29公里。", "b.txt")
            assert place.url
            with psycopg.connect(place.url, autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            keep("松溪县水利局2023年上半年工作总结\n上半年，治理河道30公里。", "c.txt")
    with open_ledger(place):
        from taizhang.ledger.models import Document

        assert Document.objects.count() == 1


@needs_server
def test_a_database_that_is_not_there_is_one_line(place: Place) -> None:
    assert place.url
    assert "createdb" in refused(Place(url=place.url + "_none"))


@needs_server
@pytest.mark.parametrize(("code", "said"), [("53100", "磁盘已满"), ("42501", "授权"), ("57014", "再做一次")])
def test_what_the_server_says_is_put_in_words(place: Place, code: str, said: str) -> None:
    with pytest.raises(LedgerError, match=said), open_ledger(place), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$")


def test_other_errors_are_said_too(ledger: Ledger, place: Place) -> None:
    with pytest.raises(LedgerError, match="数据库出错") as error, open_ledger(place), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert isinstance(error.value.__cause__, Error)
