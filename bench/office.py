"""office.py FOLDER FORM [PATTERN]: time the reading of office files, from bytes in memory to text, places, tables.

FORM docx, xlsx or pdf reads the files of that kind in FOLDER whose name a pattern fits, in this process; for pdf bare
pypdfium2 goes over the same files. FORM guard reads the small ones of all kinds through the guard and without it. FORM
write makes the FOLDER: the example county's reports in each format, all of them in one file, an archive of a thousand.
FORM print adds all of them as the programs of others print them, where they are installed: `printed-*.pdf`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from html import escape
from importlib import import_module
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2

from taizhang.examples import county
from taizhang.examples.document import Document
from taizhang.examples.grid import Grid
from taizhang.examples.office import FORMATS, render
from taizhang.intake import guard

COUNTIES = 2
MEMBERS = 1000
SMALL = 100_000
ROUNDS = 2
STYLE = "<meta charset=utf-8><style>table{border-collapse:collapse}td{border:1px solid;padding:3px}</style>"
ENGLISH = "In the first half of the year the towns of the county completed {0:,} projects, {1} percent of the plan, "
SECTIONS, SENTENCES, ROWS = 60, 30, 12


def write(folder: Path) -> None:
    """Write the files that the other forms read."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [file for file in county(size=COUNTIES, flaws=False, office=False) if file.document]
    documents = [file.document for file in files if file.document]
    whole = Document("汇编", tuple(block for document in documents for block in document.blocks))
    for form in FORMATS:
        for number, document in enumerate(documents):
            (folder / f"{number:03d}.{form}").write_bytes(render(document, form))
        (folder / f"whole.{form}").write_bytes(render(whole, form))
    small = [path for path in sorted(folder.iterdir()) if path.stat().st_size < SMALL]
    with ZipFile(folder / "thousand.zip", "w", ZIP_DEFLATED) as archive:
        for number in range(MEMBERS):
            path = small[number % len(small)]
            archive.writestr(f"{number % 20:02d}/{number:04d}{path.suffix}", path.read_bytes())


def printed(folder: Path) -> None:
    """Write PDF files as Chromium, in Chinese and in English, and LibreOffice print them."""
    pages = {"chromium-chinese": _chinese(), "chromium-english": _english()}
    if chromium := shutil.which("chromium"):
        for name, page in pages.items():
            source = folder / f"printed-{name}.html"
            source.write_text(STYLE + page, encoding="utf-8")
            command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            _run(*command, f"--print-to-pdf={source.with_suffix('.pdf')}", source)
            source.unlink()
    if soffice := shutil.which("soffice"):
        source = folder / "printed-libreoffice.docx"
        source.write_bytes((folder / "whole.docx").read_bytes())
        profile = f"-env:UserInstallation=file://{folder.resolve()}/profile"
        _run(soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, source)
        source.unlink()


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def _chinese() -> str:
    """Give the reports of the county as a web page."""
    files = county(size=COUNTIES, flaws=False, office=False)
    blocks = (block for file in files if file.document for block in file.document.blocks)
    return "".join(_table(block) if isinstance(block, Grid) else f"<p>{escape(block.text)}</p>" for block in blocks)


def _table(grid: Grid) -> str:
    rows = (
        "".join(
            f"<td rowspan={cell.rows} colspan={cell.columns}>{escape(cell.text)}</td>"
            for cell in grid.cells
            if cell.row == row
        )
        for row in range(grid.height)
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _english() -> str:
    """Give a web page of Latin text with tables."""
    sections = []
    for number in range(SECTIONS):
        text = "".join(ENGLISH.format(number * i * 37, (number + i) / 2) for i in range(SENTENCES))
        cells = (f"<td>Town {i}<td>{i * 12.5}<td>{number * i}" for i in range(ROWS))
        sections.append(
            f"<h2>Section {number}</h2><p>{text}</p><table>{''.join(f'<tr>{row}' for row in cells)}</table>"
        )
    return "".join(sections)


def extracted(folder: Path, form: str, pattern: str) -> dict[str, float]:
    """Time `extract` over all files of a format, best of some rounds; pdf against pypdfium2 alone."""
    module = import_module(f"taizhang.intake.{form}")
    files = [path.read_bytes() for path in sorted(folder.glob(f"{pattern}.{form}"))]
    extracts = [module.extract(data) for data in files]
    found = {
        "mb": sum(len(extract.text.encode()) for extract in extracts) / 1e6,
        "cells": float(sum(len(table.cells) for extract in extracts for table in extract.tables)),
        "seconds": min(_timed(files, module.extract) for _ in range(ROUNDS)),
    }
    if form == "pdf":
        found["bare"] = min(_timed(files, bare) for _ in range(ROUNDS))
        found["pages"] = float(sum(len(pypdfium2.PdfDocument(data)) for data in files))
    return found


def _timed(files: list[bytes], read: Callable[[bytes], object]) -> float:
    """Give the seconds of the processor: what others do on the machine at the time does not count."""
    start = process_time()
    for data in files:
        read(data)
    return process_time() - start


def bare(data: bytes) -> int:
    """Take the text of every page, and nothing else."""
    with pypdfium2.PdfDocument(BytesIO(data)) as document:
        length = 0
        for page in document:
            text = page.get_textpage()
            length += len(text.get_text_range())
            text.close()
            page.close()
        return length


def guarded(folder: Path) -> dict[str, float]:
    """Time small files through the guard and without it; the first through the guard starts the child."""
    files = [(path.suffix[1:], path.read_bytes()) for path in sorted(folder.iterdir()) if path.suffix[1:] in FORMATS]
    files = [(form, data) for form, data in files if len(data) < SMALL]
    modules = {form: import_module(f"taizhang.intake.{form}") for form in FORMATS}
    names = {form: module.extract.__module__ for form, module in modules.items()}
    start = perf_counter()
    guard.extract(names[files[0][0]], files[0][1])
    first = perf_counter() - start
    for form, data in dict(files).items():
        modules[form].extract(data)
        guard.extract(names[form], data)
    start = perf_counter()
    for form, data in files:
        modules[form].extract(data)
    middle = perf_counter()
    for form, data in files:
        guard.extract(names[form], data)
    return {"files": len(files), "plain": middle - start, "guarded": perf_counter() - middle, "first": first}


if __name__ == "__main__":
    where, what = Path(sys.argv[1]), sys.argv[2]
    if what == "write":
        write(where)
    elif what == "print":
        printed(where)
    else:
        print(json.dumps(guarded(where) if what == "guard" else extracted(where, what, sys.argv[3])))
