"""Reading: files or text in, a Reading for each out; `export`, `batch` and users of the library take it next.

intake.load -> reports.analyse -> facts.extract
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import overload

from taizhang.collector import collector_at_rest
from taizhang.errors import IntakeError, KnowledgeError
from taizhang.facts import extract
from taizhang.intake import find, is_archive, load
from taizhang.intake.columns import find_tables
from taizhang.model import Fact, Noise, Reading, Report, Section, SourceText
from taizhang.reports import analyse

__all__ = ["Failure", "Readings", "read", "read_file", "read_text"]

_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
_Path = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read: `problem` is one line with the reason and what to do."""

    file: str
    problem: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Readings(Sequence[Reading]):
    """The files of a folder or archive, read, in sorted order: a sequence of Readings that also chains their rows."""

    readings: tuple[Reading, ...]
    failures: tuple[Failure, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Reading: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Reading, ...]: ...
    def __getitem__(self, index: int | slice) -> Reading | tuple[Reading, ...]:
        return self.readings[index]

    def __len__(self) -> int:
        return len(self.readings)

    @property
    def reports(self) -> tuple[Report, ...]:
        return tuple(chain.from_iterable(reading.reports for reading in self.readings))

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(chain.from_iterable(reading.sections for reading in self.readings))

    @property
    def noise(self) -> tuple[Noise, ...]:
        return tuple(chain.from_iterable(reading.noise for reading in self.readings))

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(chain.from_iterable(reading.facts for reading in self.readings))


def read(path: _Path) -> Reading | Readings:
    """Read a file into a Reading (IntakeError when it cannot be read).

    A folder or an archive gives Readings with its failures; it is held in memory as a whole, `taizhang.batch` streams.
    """
    if not Path(path).is_dir() and not is_archive(Path(path)):
        return _understood(load(Path(path), Path(path).name))
    outcomes = [read_file(*found) for found in find([path])]
    return Readings(
        tuple(outcome for outcome in outcomes if isinstance(outcome, Reading)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, Failure)),
    )


def read_text(text: str, name: str = "文本") -> Reading:
    """Read a text that is at hand; `name` stands for its file, the SHA-256 of its UTF-8 for its `doc`.

    Half of a surrogate pair, which no file can hold, becomes U+FFFD; offsets stay.
    """
    sound = _HALF_A_PAIR.sub("\ufffd", text)
    doc = hashlib.sha256(sound.encode()).hexdigest()
    return _understood(SourceText(doc, name, "txt", sound, tables=find_tables(sound)))


def read_file(path: Path, file: str, inside: tuple[str, ...] = (), problem: str | None = None) -> Reading | Failure:
    """Read one of many files, as `intake.find` gives them: whatever is wrong with it, the rest can go on.

    KnowledgeError alone is raised, for it would hit every file.
    """
    start = perf_counter()
    try:
        return _understood(load(path, file, inside, problem), start)
    except IntakeError as error:
        return Failure(file, error.reason, perf_counter() - start)
    except KnowledgeError:
        raise
    except MemoryError:
        return Failure(file, "内存不足；请拆成几个文件，或减少 --jobs 再读", perf_counter() - start)
    except Exception as error:
        what = f"{type(error).__name__}: {error}".replace("\n", " ")
        return Failure(file, f"程序出错（{what}）；这是台账的缺陷，请把文件发给开发者", perf_counter() - start)


def _understood(source: SourceText, start: float | None = None) -> Reading:
    start = perf_counter() if start is None else start
    with collector_at_rest():
        structure = analyse(source)
        facts = tuple(extract(structure))
    notes = source.notes + tuple(_remarks(source, facts))
    seconds = perf_counter() - start
    return Reading(
        source, structure.reports, structure.sections, structure.noise, facts, notes, seconds, structure.clean
    )


def _remarks(source: SourceText, facts: Sequence[Fact]) -> Iterable[str]:
    if not facts and source.text.strip():
        yield "没有找到数据"
    elif facts and all(fact.masked for fact in facts):
        yield "数据都被遮盖（如 XX 万元）"
