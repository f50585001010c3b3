"""text_to_findings.py FOLDER: time reader.read_text and checks.check over texts that are in memory already.

A small folder is read several times over, so that at least a few megabytes are timed.
"""

from __future__ import annotations

import json
import sys
from math import ceil
from pathlib import Path
from time import perf_counter

from taizhang.checks import check
from taizhang.intake import find, load
from taizhang.reader import read_text

LEAST = 3

if __name__ == "__main__":
    sources = [load(*found) for found in find([Path(sys.argv[1])])]
    megabytes = sum(len(source.text.encode()) for source in sources) / 1e6
    sources *= ceil(LEAST / megabytes)
    reading = checking = 0.0
    relations = 0
    for source in sources:
        start = perf_counter()
        done = read_text(source.text, source.file)
        middle = perf_counter()
        relations += len(check(done).relations)
        reading += middle - start
        checking += perf_counter() - middle
    megabytes = sum(len(source.text.encode()) for source in sources) / 1e6
    seconds = reading + checking
    print(json.dumps({"mb": megabytes, "seconds": seconds, "checking": checking, "relations": relations}))
