"""Files as strangers send them: damaged copies of the example county's, always the same for the same seed.

    python tests/formats/fuzz.py FOLDER 3000 [SEED]     # write them, read them, say what happened
    python tests/formats/fuzz.py FOLDER 300 --write     # only write them

Each is one of the county's reports (.docx, .pdf, .xlsx, .txt, .html, archives of these) with one to three mutations of
its bytes, of its package or of the XML in it, now and then with another file behind it or under a wrong name.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from mutations import BYTES, PACKAGE, PDF, XML, Mutation, cut, packed

from taizhang.examples import county
from taizhang.examples.office import FORMATS, render

SOURCES = 5
"""Reports of the county that stand as models."""
UNREADABLE = (
    BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, LookupError, ValueError,
)  # fmt: skip
"""What `zipfile` raises for a package that was damaged before."""


def models() -> dict[str, list[bytes]]:
    """Give sound files of every kind."""
    files = [file for file in county(office=False) if file.document and len(file.reports) == 1][:SOURCES]
    found = {form: [render(file.document, form) for file in files if file.document] for form in FORMATS}
    codes = ("utf-8", "gb18030", "utf-16", "utf-8-sig")
    found["txt"] = [file.text[:2000].encode(code) for file, code in zip(files, codes, strict=False)]
    page = "<html><meta charset=utf-8><body><table><tr><td>指标<td>完成</tr></table><p>%s</p></body></html>"
    found["html"] = [(page % file.text[:1500].replace("\n", "<p>")).encode() for file in files]
    names = (("甲/报告.docx", "docx"), ("乙.xlsx", "xlsx"), ("丙.pdf", "pdf"), ("丁.txt", "txt"))
    members = [(name, found[form][0]) for name, form in names]
    found["zip"] = [packed(members), packed([("内.zip", packed(members[:2])), *members[2:]])]
    return found


def mutated(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Give `count` damaged files with their names."""
    known = models()
    forms = [*FORMATS, *FORMATS, "docx", "zip", "txt", "html"]
    for number in range(count):
        rng = random.Random(f"fuzz/{seed}/{number}")
        form = forms[number % len(forms)]
        data = rng.choice(known[form])
        names = []
        for _ in range(rng.choice((1, 1, 2, 3))):
            mutation = rng.choice(_fitting(form, rng))
            names.append(mutation.__qualname__.partition(".")[0])
            try:
                data = mutation(data, rng)
            except UNREADABLE:
                data = cut(data, rng)
        if rng.random() < 0.06:
            data += rng.choice(known[rng.choice(list(known))])
        name = rng.choice([*FORMATS, "txt", "zip", "doc", "wps", "exe", ""]) if rng.random() < 0.12 else form
        yield f"{number:05d}-{form}-{'-'.join(names)}.{name}".rstrip("."), data


def _fitting(form: str, rng: random.Random) -> tuple[Mutation, ...]:
    if form in ("docx", "xlsx"):
        return rng.choice((BYTES, PACKAGE, XML, XML, XML))
    return {"pdf": (*BYTES, *PDF, *PDF), "zip": (*BYTES, *PACKAGE)}.get(form, BYTES)


def write(folder: Path, count: int, seed: int = 1) -> None:
    """Write the files to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in mutated(count, seed):
        (folder / name).write_bytes(data)


def main(folder: Path, count: int, seed: int) -> None:
    """Write, read and tell."""
    write(folder / "in", count, seed)
    start = time.perf_counter()
    given, export = str(folder / "in"), str(folder / "out")
    options = ["--export", export, "--no-ledger", "--jobs", "2"]
    done = subprocess.run([sys.executable, "-m", "taizhang", "read", given, *options], capture_output=True, text=True)
    (folder / "stdout.txt").write_text(done.stdout, "utf-8")
    (folder / "stderr.txt").write_text(done.stderr, "utf-8")
    rows = [json.loads(line) for line in (folder / "out" / "documents.jsonl").read_text("utf-8").splitlines()]
    print(f"{count} files, {len(rows)} rows, exit {done.returncode}, {time.perf_counter() - start:.0f} s")
    print("status", dict(Counter((row["format"], row["status"]) for row in rows)))
    print("slowest", sorted(((row["seconds"], row["file"]) for row in rows), reverse=True)[:8])
    problems = Counter(re.sub(r"\d+", "9", row["problem"] or "")[:90] for row in rows if row["status"] == "failed")
    for problem, times in problems.most_common(60):
        print(f"{times:6} {problem}")
    missing = {path.name for path in (folder / "in").iterdir()} - {row["file"] for row in rows}
    print("not accounted for:", sorted(missing)[:10])
    if "Traceback" in done.stderr:
        print(done.stderr[-3000:])


if __name__ == "__main__":
    where, number, *rest = sys.argv[1:]
    if "--write" in rest:
        write(Path(where), int(number))
    else:
        main(Path(where), int(number), int(rest[0]) if rest else 1)
