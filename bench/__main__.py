"""`make bench`: speed, memory and start-up, each measured in a process of its own.

    python bench --size 100 --peer build/peer/bin/python

Sizes are MB (10^6 bytes) of UTF-8. The text is the example county, generated into build/bench and kept there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
BUILD = HERE.parent / "build" / "bench"
TAIZHANG = [sys.executable, "-m", "taizhang"]
SEEDS = HERE.parent.parent / "shared" / "seeds"
LIMIT = 128 * 1024**2
PAGES = 60_000


class Cost(NamedTuple):
    """What a command cost: seconds of the clock, peak memory in MB, exit code."""

    seconds: float
    memory: float
    code: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100, help="MB of text to go up to")
    parser.add_argument("--peer", type=Path, help="the Python that JioNLP is installed for")
    parser.add_argument("--office", action="store_true", help="only Word, PDF and Excel files")
    options = parser.parse_args()
    print(f"# {os.cpu_count()} cores, Python {sys.version.split()[0]}\n", flush=True)
    if options.office:
        office()
        return
    in_memory(options.peer)
    findings()
    start_up()
    hundred_pages()
    ledger()
    from_files([size for size in (1, 10, 100, 1000) if size <= options.size])
    one_file()
    office()


def in_memory(peer: Path | None) -> None:
    """Text in memory -> facts, on one core, and the peer over the same text."""
    print("## text -> facts in memory, one core", flush=True)
    speed = told("county, taizhang", measured(sys.executable, "text_to_facts.py", county(10)))
    if SEEDS.is_dir():
        told("seeds, taizhang", measured(sys.executable, "text_to_facts.py", SEEDS))
    try:
        other = measured(str(peer), "peer_jionlp.py", county(10))
    except (OSError, subprocess.CalledProcessError, ValueError):
        print("JioNLP 1.5.29: cannot be run here, left out\n")
    else:
        print(f"  ratio {speed / told('county, JioNLP 1.5.29 time+money', other):.1f}\n", flush=True)


def told(name: str, figures: dict[str, float]) -> float:
    """Print what a script measured; give its MB/s."""
    megabytes, seconds = figures["mb"], figures["seconds"]
    print(f"{name:33} {megabytes:6.2f} MB {seconds:7.2f} s {megabytes / seconds:7.3f} MB/s", flush=True)
    if "checking" in figures:
        checking, relations = figures["checking"], figures["relations"]
        print(f"  of it checking {checking:.2f} s; {relations / megabytes:.0f} relations a MB", flush=True)
    if "found" in figures:
        reports, facts, found = figures["reports"], figures["facts"], figures["found"]
        print(f"  of it reports {reports:.2f} s, facts {facts:.2f} s; {found / megabytes:.0f} facts a MB", flush=True)
    return megabytes / seconds


def findings() -> None:
    """Text in memory -> findings, on one core: at least 2 MB/s."""
    print("## text -> findings in memory, one core", flush=True)
    for name, folder in (("county", county(10)), ("seeds", SEEDS)):
        if folder.is_dir():
            told(name, measured(sys.executable, "text_to_findings.py", folder))
    print()


def hundred_pages() -> None:
    """A report of 100 pages, about 60,000 characters, checked from the shell: at most 1 s, best of five."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(county(1).rglob("*.txt")))
    path = BUILD / "pages.txt"
    path.write_text(text[:PAGES], encoding="utf-8")
    seconds = min(run([*TAIZHANG, "check", str(path)]).seconds for _ in range(5))
    print(f"## taizhang check, 100 pages ({PAGES} characters), best of five\n{seconds:.2f} s\n", flush=True)


def ledger() -> None:
    """Readings in memory -> rows of the ledger, and 100 loads that are killed; SQLite, then a PostgreSQL of its own."""
    print("## the ledger: loading, checking, kills", flush=True)
    command = [sys.executable, str(HERE / "ledger.py"), str(county(10))]
    subprocess.run(command, check=True)
    server = str(HERE.parent / "tests" / "postgres.sh")
    subprocess.run([server, *command], env=os.environ | {"FSYNC": "on"}, check=True)
    print(flush=True)


def start_up() -> None:
    """The command line from key to prompt, best of five."""
    print("## start-up, best of five")
    small = BUILD / "small.txt"
    small.write_text("某县财政局2025年上半年工作总结\n上半年，完成投资12.5亿元，同比增长9.0%。\n", encoding="utf-8")
    for arguments in (["--help"], ["read", str(small), "--no-ledger"], ["check", str(small)]):
        seconds = min(run([*TAIZHANG, *arguments]).seconds for _ in range(5))
        print(f"taizhang {' '.join(arguments[:1]):6} {seconds:6.2f} s", flush=True)
    print()


def from_files(sizes: list[int]) -> None:
    """Files -> exported facts: time must grow in line with size, memory must not."""
    print("## taizhang read FOLDER --export DIR: files on disk -> JSON lines")
    print("    MB  files  jobs  seconds    MB/s  peak MB of memory", flush=True)
    for size in sizes:
        folder = county(size)
        files = [path for path in folder.rglob("*.txt") if path.is_file()]
        megabytes = sum(path.stat().st_size for path in files) / 1e6
        for jobs in (1, 2) if size == sizes[-1] else (1,):
            cost = run([*TAIZHANG, "read", str(folder), "--export", str(BUILD / "out"), "--jobs", str(jobs)])
            figures = f"{megabytes:6.1f} {len(files):6} {jobs:5} {cost.seconds:8.2f} {megabytes / cost.seconds:7.2f}"
            print(f"{figures} {cost.memory:18.0f}{'' if cost.code == 0 else f'  exit {cost.code}'}", flush=True)
    print()


def one_file() -> None:
    """One file at the limit, and one over it."""
    print("## one file")
    text = b"\n".join(path.read_bytes() for path in sorted(county(1).rglob("*.txt")))
    for name, size in (("128 MB", LIMIT), ("over 128 MB", LIMIT + 1)):
        path = BUILD / "one.txt"
        with path.open("wb") as stream:
            for _ in range(size // len(text)):
                stream.write(text)
            stream.write(b"\n" * (size - stream.tell()))
        cost = run([*TAIZHANG, "read", str(path), "--export", str(BUILD / "out")])
        print(f"{name:12} {cost.seconds:8.2f} s  peak {cost.memory:6.0f} MB  exit {cost.code}", flush=True)
        path.unlink()


def office() -> None:
    """Office files -> text with places and tables, one core: docx at least 5 MB/s, pdf at most 3 times pypdfium2."""
    folder = BUILD / "office"
    if not (folder / ".done").exists():
        print("(generating office files)", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, HERE / "office.py", folder, "write"], check=True)
        (folder / ".done").touch()
    if not any(folder.glob("printed-*.pdf")):
        subprocess.run([sys.executable, HERE / "office.py", folder, "print"], check=True)
    print("## office files in memory -> text, places, tables, one core (MB of UTF-8 text, best of two)", flush=True)
    files = [("reports one by one", "[0-9]*"), ("all in one file", "whole")]
    printed = [(path.stem, path.stem) for path in sorted(folder.glob("printed-*.pdf"))]
    for form in ("docx", "xlsx", "pdf"):
        for name, pattern in [*files, *printed] if form == "pdf" else files:
            figures = measured(sys.executable, "office.py", folder, form, pattern)
            told(f"{form}, {name}", figures)
            seconds, bare = figures["seconds"], figures.get("bare")
            if bare:
                ratio, pages = seconds / bare, figures["pages"] / seconds
                print(f"  pypdfium2 alone {bare:.2f} s, ratio {ratio:.2f}; {pages:.0f} pages/s", flush=True)
            else:
                print(f"  {figures['cells'] / seconds:.0f} cells of tables a second", flush=True)
    guarded(folder)
    for jobs in (1, 2):
        archive, out = str(folder / "thousand.zip"), str(BUILD / "out")
        cost = run([*TAIZHANG, "read", archive, "--export", out, "--no-ledger", "--jobs", str(jobs)])
        figures_of = f"{cost.seconds:8.2f} s  peak {cost.memory:6.0f} MB{f'  exit {cost.code}' if cost.code else ''}"
        print(f"archive of 1,000 files, {jobs} jobs {figures_of}", flush=True)
    print()


def guarded(folder: Path) -> None:
    """What the child process costs a small file."""
    figures = measured(sys.executable, "office.py", folder, "guard")
    files, plain, through = figures["files"], figures["plain"], figures["guarded"]
    each, more, first = (1000 * cost for cost in (plain / files, (through - plain) / files, figures["first"]))
    print(f"guard: {files:.0f} small files, {each:.1f} ms each without it, {more:+.1f} with it, {first:.0f} the first")


def county(megabytes: int) -> Path:
    """Give a folder with that much text; every file is UTF-8 without flaws, so that bytes compare."""
    folder = BUILD / f"county-{megabytes}"
    if not (folder / ".done").exists():
        print(f"(generating {megabytes} MB)", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, HERE / "generate.py", str(folder), str(megabytes)], check=True)
        (folder / ".done").touch()
    return folder


def measured(python: str, script: str, *arguments: Path | str) -> dict[str, float]:
    """Run a script of this folder and give the JSON of its last line."""
    done = subprocess.run([python, HERE / script, *arguments], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run(command: list[str]) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(time.perf_counter() - start, usage.ru_maxrss / 1024, process.returncode)


if __name__ == "__main__":
    main()
