"""Region codes from files, organisations in their places and under each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taizhang.errors import LedgerError, UsageError
from taizhang.ledger.journal import undo
from taizhang.ledger.models import JournalEntry, Organisation, Region
from taizhang.ledger.places.regions import load_file, load_sample, settle
from taizhang.ledger.places.tree import find, move

pytestmark = pytest.mark.django_db

CODES = """代码,名称,上级代码,启用日期,停用日期
990000,青云省,,,
990100,松河市,990000,,
990121,柳溪县,990100,,2019-12-31
990121,柳溪区,990100,2020-01-01,
990200,云台市,990000,,
990221,柳溪区,990200,,
"""


def body(name: str, place: str = "", **more: object) -> Organisation:
    row = Organisation.objects.create(name=name, place=place, **more)
    row.path = f"{row.pk:010}/"
    row.save()
    return row


def test_codes_have_dates_and_loading_twice_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "代码.csv"
    path.write_text(CODES, encoding="gb18030")
    assert load_file(path).new == 6
    assert Region.objects.get(code="990121", valid_from=date(2020, 1, 1)).name == "柳溪区"
    assert Region.objects.get(code="990121", valid_from=None).valid_to == date(2019, 12, 31)
    again = load_file(path)
    assert (again.new, again.changed, again.problems) == (0, 0, [])
    path.write_text(CODES.replace("云台市", "云台新市"))
    assert load_file(path).changed == 1


def test_wrong_lines_are_said_and_the_rest_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "代码.csv"
    path.write_text("code,name,valid_from\n990000,青云省,\n12,短,\n990100,,\n990200,云台市,去年\n")
    done = load_file(path)
    assert done.new == 1
    assert [problem.split("：")[0][-5:] for problem in done.problems] == ["第 3 行", "第 4 行", "第 5 行"]


@pytest.mark.parametrize("text", ["", "名字,编号\n甲,1\n"])
def test_a_file_without_its_columns_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "代码.csv"
    path.write_text(text)
    with pytest.raises(UsageError, match="code"):
        load_file(path)
    with pytest.raises(UsageError, match="不存在"):
        load_file(tmp_path / "没有.csv")


def test_organisations_get_the_code_of_their_place(tmp_path: Path) -> None:
    path = tmp_path / "代码.csv"
    path.write_text(CODES)
    load_file(path)
    one, both = body("财政局", "松河市"), body("教育局", "柳溪区")
    whole, old = body("水利局", "松河市柳溪区"), body("局", "柳溪县")
    done = settle()
    for row in (one, both, whole, old):
        row.refresh_from_db()
    assert [row.region and row.region.code for row in (one, both, whole, old)] == ["990100", None, "990121", None]
    assert (done.given, done.ambiguous, done.unknown) == (2, ["柳溪区"], ["柳溪县"])


def test_a_town_without_a_code_lies_in_its_county_until_its_own_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "代码.csv"
    path.write_text(CODES)
    load_file(path)
    town, far = body("人民政府", "松河市白沙镇"), body("人民政府", "远山县白沙镇")
    assert (settle().given, settle().given) == (1, 0)
    town.refresh_from_db()
    assert town.region and town.region.code == "990100"
    assert settle().unknown == ["远山县白沙镇"]
    path.write_text("代码,名称\n990100105,白沙镇\n")
    load_file(path)
    assert settle().given == 1
    town.refresh_from_db()
    far.refresh_from_db()
    assert town.region.code == "990100105"
    assert far.region is None


def test_the_sample_ships() -> None:
    done = load_sample()
    assert done.new >= 35 and not done.problems
    assert Region.objects.filter(name="重庆市").count() == 2


def test_a_move_takes_all_below_and_can_be_undone() -> None:
    county, bureau, office = body("松河县人民政府"), body("财政局", "松河县"), body("国库中心", "松河县")
    move(office, bureau, "李工")
    bureau.refresh_from_db()
    move(bureau, county, "李工")
    paths = {row.name: row.path for row in Organisation.objects.all()}
    assert paths["国库中心"] == f"{county.pk:010}/{bureau.pk:010}/{office.pk:010}/"
    bureau.refresh_from_db()
    county.refresh_from_db()
    with pytest.raises(LedgerError, match="反过来"):
        move(county, Organisation.objects.get(pk=office.pk), "李工")
    undo(JournalEntry.objects.latest("pk"), "李工")
    assert Organisation.objects.get(pk=office.pk).path == f"{bureau.pk:010}/{office.pk:010}/"


def test_organisations_are_found_by_name_place_and_number() -> None:
    one, other = body("财政局", "松河县"), body("财政局", "柳溪县")
    assert find("松河县财政局") == one and find(f"#{other.pk}") == other
    with pytest.raises(LedgerError, match="2 个"):
        find("财政局")
    with pytest.raises(LedgerError, match="没有单位"):
        find("水务局")
