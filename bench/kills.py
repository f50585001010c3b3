"""Loads that are killed at random moments, and what is left in the ledger: whole documents only.

`kill_loads` forks processes that load one new version after another into the ledger at a place and SIGKILLs them. The
tests do it twenty times, `bench/ledger.py` a hundred times, with SQLite and PostgreSQL.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import NamedTuple

import taizhang
from taizhang.checks import Checked, check
from taizhang.ledger.connection import open_ledger
from taizhang.ledger.where import Place
from taizhang.model import Reading

__all__ = ["Left", "in_child", "kill_loads", "text_of"]

PARTS = ("财政", "水利", "民政", "教育", "交通", "卫健")


class Left(NamedTuple):
    """What the ledger holds after the kills: documents, facts, and what `ledger check` says."""

    documents: int
    facts: int
    problems: list[str]


def text_of(number: int, sentences: int = 40) -> str:
    """Give the text of a report with `sentences` lines of figures, another one for each number."""
    part = PARTS[number % len(PARTS)]
    lines = [f"松溪县{part}局2023年上半年工作总结", "一、主要工作"]
    for line in range(sentences):
        total, done = 900 + line + number, 700 + line
        lines.append(
            f"上半年，{part}系统第{line + 1}片区共排查隐患{total}个，完成整改{done}个，其余{total - done}个正在整改；"
            f"完成投资{line + 1}.{number % 10}亿元，同比增长{line % 9 + 1}.5%。"
        )
    return "\n".join(lines) + "\n"


def kill_loads(place: Place, kills: int, seed: int = 5) -> Left:
    """Kill `kills` processes while they load, then look at what is left."""
    chance = random.Random(seed)
    with open_ledger(place):
        pass
    readings = [taizhang.read_text(text_of(number), f"{number}.txt") for number in range(len(PARTS))]
    read = [(reading, check(reading)) for reading in readings]
    for number in range(kills):
        ready, begun = os.pipe()
        child = in_child(lambda number=number, begun=begun: _load_for_ever(place, read, number, begun))
        os.close(begun)
        os.read(ready, 1)
        os.close(ready)
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            raise AssertionError("a load ended by itself")
    with open_ledger(place):
        from taizhang.ledger.integrity import problems
        from taizhang.ledger.models import Document, Fact

        return Left(Document.objects.count(), Fact.objects.count(), list(problems()))


def _load_for_ever(place: Place, read: list[tuple[Reading, Checked]], number: int, begun: int) -> None:
    """Load the readings again and again, as other bytes each time, so that each is a new version of its file."""
    with open_ledger(place):
        from taizhang.ledger.loading import at_path, load

        os.write(begun, b".")
        for again in count():
            for reading, checked in read:
                doc = hashlib.sha256(f"{reading.source.doc} {number} {again}".encode()).hexdigest()
                other = replace(reading, source=replace(reading.source, doc=doc))
                load(other, checked, at_path(Path("/报送") / reading.source.file, reading.source.file))


def in_child(work: Callable[[], None]) -> int:
    """Do `work` in a process of its own, forked so that nothing is imported anew; give its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)
