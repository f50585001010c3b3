"""Files -> the ledger: each is read and checked, on one process or several, and loaded here as it comes.

What cannot be read, or cannot be kept, is a failed row like any other and the rest goes on; when the ledger itself
cannot be written, the run ends with what was loaded until then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import DataError

from taizhang.errors import LedgerError
from taizhang.export import Packed, pack
from taizhang.intake import Found
from taizhang.ledger.loading import Loaded, at_path, load, reload
from taizhang.ledger.program import VERSION
from taizhang.ledger.versions import difference
from taizhang.model import Reading
from taizhang.readcheck import Done, read_and_check
from taizhang.reader import Failure

__all__ = ["Keeper"]

MOST_VERSIONS = 20
"""New versions that are told one by one."""
MOST_CHANGES = 10
"""Changed facts that are told of each."""


@dataclass(slots=True)
class Keeper:
    """Loads files into the open ledger and counts what came of it. `again`: what it has is read anew too."""

    again: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)
    facts: int = 0
    older: int = 0
    """Files that the ledger has as an older Taizhang read them."""
    versions: list[str] = field(default_factory=list)
    """What changed in each new version, a few lines each."""
    corrections: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    """What checking found in the files given, by severity."""

    def keep(self, found: Iterable[Found], jobs: int = 1, export: bool = False) -> Iterator[Packed]:
        """Read, check and load files, in order; give each as it is exported, its rows with `export` only."""
        for done in read_and_check(found, jobs, export):
            yield done.packed if done.reading is None else self._load(done, done.reading)
            del done  # a large file goes before the next one comes

    def _load(self, done: Done, reading: Reading) -> Packed:
        file, checked = done.found.file, done.checked
        try:
            loaded = load(reading, checked, at_path(*done.found[:3]))
            if self.again and not loaded.facts:
                self.corrections.update(reload(loaded.document, reading, checked))
        except LedgerError as error:
            return pack(Failure(file, str(error), reading.seconds))
        except DataError as error:
            what = " ".join(str(error).split())[:200]
            problem = f"记不进台账库（{what}）；这是台账的缺陷，请把文件发给开发者"
            return pack(Failure(file, problem, reading.seconds))
        self._count(file, loaded)
        if checked is not None:
            self.findings.update(finding.severity for finding in checked.findings)
        return done.packed

    def _count(self, file: str, loaded: Loaded) -> None:
        self.outcomes[loaded.outcome] += 1
        self.facts += loaded.facts
        self.older += loaded.reader != VERSION and not self.again
        self.corrections.update(loaded.corrections)
        if loaded.before is not None and len(self.versions) < MOST_VERSIONS:
            changed = difference(loaded.before, loaded.document)
            told = (f"\n  {line}" for line in changed.told(MOST_CHANGES))
            self.versions.append(f"新版本 {file}：{changed.said}{''.join(told)}")

    def said(self) -> Iterator[str]:
        """Tell what was kept, in a few lines."""
        counts = self.outcomes
        parts = [
            f"新文件 {counts['new']} 个" if counts["new"] else "",
            f"新版本 {counts['version']} 个" if counts["version"] else "",
            f"内容已有、位置是新的 {counts['location']} 个" if counts["location"] else "",
            f"没有变化的 {counts['same']} 个{'（已重读）' if self.again else ''}" if counts["same"] else "",
        ]
        said = "，".join(part for part in parts if part) or "没有文件"
        yield f"记入台账库：{said}；数据 {self.facts} 条"
        yield from self.versions
        if left := counts["version"] - len(self.versions):
            yield f"另有 {left} 个新版本没有列出"
        if self.corrections:
            states = (("applied", "仍然有效"), ("moved", "随原文移位"), ("lost", "找不到原文"))
            lost = "；用 taizhang corrections list 查看" if self.corrections["lost"] else ""
            yield "改正：" + "，".join(f"{name} {self.corrections[state]} 条" for state, name in states) + lost
        if bad := self.findings["error"] + self.findings["warning"]:
            counts = self.findings
            yield f"核对发现 {bad} 处对不上（错误 {counts['error']}，警告 {counts['warning']}）；用 taizhang check 细看"
        if self.older:
            yield f"有 {self.older} 个文件是旧版台账读的，没有重读；要用本版重读，请加 --again"
