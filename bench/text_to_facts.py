"""text_to_facts.py FOLDER: time reports.analyse and facts.extract over texts that are in memory already.

A small folder is read several times over, so that at least a few megabytes are timed.
"""

from __future__ import annotations

import json
import sys
from math import ceil
from pathlib import Path
from time import perf_counter

from taizhang.facts import extract
from taizhang.intake import find, load
from taizhang.reports import analyse

LEAST = 3

if __name__ == "__main__":
    sources = [load(*found) for found in find([Path(sys.argv[1])])]
    megabytes = sum(len(source.text.encode()) for source in sources) / 1e6
    sources *= ceil(LEAST / megabytes)
    reports = facts = 0.0
    found = 0
    for source in sources:
        start = perf_counter()
        structure = analyse(source)
        middle = perf_counter()
        found += len(list(extract(structure)))
        reports += middle - start
        facts += perf_counter() - middle
    megabytes = sum(len(source.text.encode()) for source in sources) / 1e6
    print(json.dumps({"mb": megabytes, "seconds": reports + facts, "reports": reports, "facts": facts, "found": found}))
