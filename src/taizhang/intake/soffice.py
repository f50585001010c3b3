"""LibreOffice as a converter: the bytes of an old office file in, those of a .docx or .xlsx out; `legacy` reads them.

Each file gets a process group and a profile of its own, which are gone afterwards. The settings (`data/soffice.xcu`)
let no macro run and no link be followed; time, memory and the size of what is written are bounded.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from taizhang.errors import IntakeError
from taizhang.intake.files import MAX_BYTES

__all__ = ["MEMORY", "SECONDS", "convert", "program"]

SECONDS = 40
"""For one conversion; a report of 100 pages takes two."""
MEMORY = 4 * 1024**3
"""Bytes of address space of the converter; it takes one and a half to begin with."""
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_COMPONENTS = {"docx": "libreoffice-writer", "xlsx": "libreoffice-calc"}
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
)
_BOUNDED = 'ulimit -v "$1"; ulimit -f "$2"; ulimit -c 0; shift 2; exec "$@"'


def program() -> str | None:
    """Give the path of LibreOffice; None when it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def convert(data: bytes, it_is: str, suffix: str, becomes: str) -> bytes:
    """Convert a file, known by its suffix, to docx or xlsx; messages begin with `it_is` (是 RTF 文档).

    IntakeError when LibreOffice is not installed, cannot open the file, or takes too long.
    """
    office, component = program(), _COMPONENTS[becomes]
    save_as = f"用 Word、WPS 另存为 .{becomes}" if becomes == "docx" else f"用 Excel、WPS 另存为 .{becomes}"
    if office is None:
        raise IntakeError(f"{it_is}，要先装 LibreOffice 才能读；请安装（apt install {component}），或{save_as} 再读")
    with tempfile.TemporaryDirectory(prefix="taizhang-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        settings = files("taizhang").joinpath("intake", "data", "soffice.xcu").read_bytes()
        (folder / "profile" / "user" / "registrymodifications.xcu").write_bytes(settings)
        (folder / f"in{suffix}").write_bytes(data)
        if not _run(office, folder, f"in{suffix}", becomes):
            raise IntakeError(f"{it_is}，LibreOffice 转换了 {SECONDS} 秒还没有转完，已中止；请{save_as} 再读")
        out = folder / "out" / f"in.{becomes}"
        if not out.is_file():
            why = "LibreOffice 打不开（文件可能已损坏、加密"
            raise IntakeError(f"{it_is}，{why}，或没有装 {component}）；请{save_as} 再读")
        if out.stat().st_size > MAX_BYTES:
            raise IntakeError(f"{it_is}，转换后超过一个文件 {MAX_BYTES // 1024**2} MB 的上限；请拆成几个文件再读")
        return out.read_bytes()


def _run(office: str, folder: Path, name: str, becomes: str) -> bool:
    """Run LibreOffice; False when it was killed because it took too long."""
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        "--convert-to", _FILTERS[becomes], "--outdir", str(folder / "out"), str(folder / name),
    ]  # fmt: skip
    if os.name == "posix":
        limits = [str(MEMORY // 1024), str(2 * MAX_BYTES // 512)]
        command = ["/bin/sh", "-c", _BOUNDED, "sh", *limits, *command]
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=kept | {"HOME": str(folder), "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp", "TMPDIR": str(folder)},
        cwd=folder,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and all that it started: LibreOffice is a script that starts a program that starts another."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
