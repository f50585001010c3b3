"""The names that `import taizhang` offers."""

from __future__ import annotations

from pathlib import Path

import taizhang


def test_check_takes_a_file(tmp_path: Path) -> None:
    """A file's findings and relations, without the command line."""
    path = tmp_path / "小结.txt"
    path.write_text("全年受理诉求120件，办结108件，办结率92%，其余12件正在办理。", encoding="utf-8")
    checked = taizhang.check(path)
    assert [finding.rule for finding in checked.findings] == ["N003"]
    assert {relation.verdict for relation in checked.relations} == {"consistent", "inconsistent"}
    assert checked.figures == 4


def test_check_takes_a_folder(tmp_path: Path) -> None:
    """Every file of a folder, with a finding for the one that cannot be read."""
    (tmp_path / "好.txt").write_text("共排查隐患96个，完成整改85个，其余11个正在整改。", encoding="utf-8")
    (tmp_path / "坏.txt").write_bytes(b"PK\x03\x04" + bytes(200))
    checked = taizhang.check(tmp_path)
    assert [(finding.rule, finding.doc) for finding in checked.findings] == [("M000", None)]
    assert checked.verified()


def test_every_name_is_there() -> None:
    """What `__all__` promises can be taken, and nothing else is invented."""
    assert all(callable(getattr(taizhang, name)) for name in taizhang.__all__)
    assert set(taizhang.__all__) <= set(dir(taizhang))
    assert not hasattr(taizhang, "nothing")
