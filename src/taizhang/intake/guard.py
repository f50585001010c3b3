"""The guard: guarded formats are read in a child process, so that a parser that dies or hangs costs one line.

    extract("taizhang.intake.xlsx", data)       # what taizhang.intake.xlsx.extract(data) gives or raises

A child starts when the first such file comes and reads many; one that dies, takes too long or too much memory is
replaced. It gets bytes and gives bytes (`wire`), sees nothing of the environment, and knows no file names. The limits
of the formats themselves refuse most of what is hostile; this is the second line.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer

from taizhang.errors import IntakeError
from taizhang.intake import wire, worker
from taizhang.intake.formats import Extract

__all__ = ["MEMORY", "SECONDS", "Guard", "extract"]

SECONDS = 40
"""For one file, from its first byte to its last character."""
MEMORY = 2 * 1024**3
"""Bytes of address space of the child."""
_LONGEST = 1024**3
"""Bytes of a reply; what is longer comes from no sound parser."""
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT")
"""What Python itself may need to start."""
_ADVICE = "文件多半已损坏，请用办公软件打开、另存后再读"


class Guard:
    """Child processes that read guarded formats: one for each thread that reads, kept for the next file."""

    def __init__(self, seconds: int = SECONDS, memory: int = MEMORY) -> None:
        self.seconds, self.memory = seconds, memory
        self._resting: list[_Child] = []
        self._owner = os.getpid()
        self._lock = Lock()

    def extract(self, module: str, data: bytes) -> Extract:
        """Give what `module.extract(data)` gives, in a child; IntakeError when it refuses, dies or takes too much."""
        child = self._child()
        child.over = True  # until it has answered: also when this is interrupted
        try:
            return child.ask(module, data, self.seconds, self.memory)
        finally:
            if child.over:
                child.end()
            else:
                with self._lock:
                    self._resting.append(child)

    def close(self) -> None:
        """End the children that wait for a file."""
        while self._resting:
            self._resting.pop().end()

    def _child(self) -> _Child:
        with self._lock:
            if self._owner != os.getpid():  # a copy of this process, made by fork: the children are the original's
                self._owner = os.getpid()
                for child in self._resting:
                    child.process.returncode = 0
                self._resting = []
            while self._resting:
                child = self._resting.pop()
                if child.process.poll() is None:
                    return child
                child.end()
        return _Child()


class _Child:
    """One child process; `over` when it can take no further file."""

    def __init__(self) -> None:
        self.over = self.late = False
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-s", "-S", "-P", "-m", worker.__name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd=os.sep,
            )
        except OSError as error:
            raise IntakeError(f"启动不了解析进程（{error.strerror}）；请关闭一些程序再读") from error

    def ask(self, module: str, data: bytes, seconds: int, memory: int) -> Extract:
        timer = Timer(seconds, self._too_late)
        timer.daemon = True
        timer.start()
        try:
            kind, over, first, second = self._reply(module, data, seconds, memory)
        except (OSError, EOFError) as error:
            raise IntakeError(self._why(seconds)) from error
        finally:
            timer.cancel()
            timer.join()
        self.over = over or self.late
        if kind == worker.READ:
            try:
                return wire.unpack(first, second)
            except ValueError as error:
                raise IntakeError(f"解析这个文件的结果前后不一（{error}）；{_ADVICE}") from error
        raise IntakeError(_refusal(kind, first, memory))

    def end(self) -> None:
        """Kill the process and forget it."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self.process.wait()

    def _reply(self, module: str, data: bytes, seconds: int, memory: int) -> tuple[bytes, bool, bytes, bytes]:
        requests, replies = self.process.stdin, self.process.stdout
        assert requests is not None
        assert replies is not None
        request = {"module": module, "size": len(data), "seconds": seconds, "memory": memory}
        requests.write(json.dumps(request).encode() + b"\n")
        requests.write(data)
        requests.flush()
        head = replies.read(worker.HEAD.size)
        if len(head) < worker.HEAD.size:
            raise EOFError
        kind, over, *sizes = worker.HEAD.unpack(head)
        if sum(sizes) > _LONGEST:
            raise EOFError
        first, second = (replies.read(size) for size in sizes)
        if [len(first), len(second)] != sizes:
            raise EOFError
        return kind, over, first, second

    def _too_late(self) -> None:
        self.late = True
        self.process.kill()

    def _why(self, seconds: int) -> str:
        """Say why the child is gone."""
        self.end()
        code = self.process.returncode
        name = signal.Signals(-code).name if code < 0 and -code in set(signal.Signals) else f"退出码 {code}"
        if self.late or name in ("SIGXCPU", "SIGALRM"):
            return f"读了 {seconds} 秒还没有读完，已中止；请拆成几个文件，或另存后再读"
        return f"解析这个文件的进程中断（{name}）；{_ADVICE}"


def _refusal(kind: bytes, first: bytes, memory: int) -> str:
    said = " ".join(first.decode("utf-8", "replace")[:1000].split())
    if kind == worker.MEMORY:
        return f"读它要用的内存超过 {memory / 1024**3:.2g} GB 的上限；请拆成几个文件再读"
    if kind == worker.BROKEN:
        return f"读到一半出错（{said}）；{_ADVICE}；若能正常打开，请把文件发给开发者"
    return said


def _environment() -> dict[str, str]:
    """Give the child what it needs to find this package, and nothing else of the environment."""
    here = str(Path(__file__).parents[2])
    paths = dict.fromkeys(str(Path(path).absolute()) for path in (here, *filter(None, sys.path)))
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


_guard = Guard()
extract = _guard.extract
atexit.register(_guard.close)
