"""text_to_facts.py FOLDER: time reports.analyse and facts.extract over texts that are in memory already."""

from __future__ import annotations

import json
import sys
from time import perf_counter

from texts import texts_of

from taizhang.facts import extract
from taizhang.reports import analyse

if __name__ == "__main__":
    sources, megabytes = texts_of(sys.argv[1])
    reports = facts = 0.0
    found = 0
    for source in sources:
        start = perf_counter()
        structure = analyse(source)
        middle = perf_counter()
        found += len(list(extract(structure)))
        reports += middle - start
        facts += perf_counter() - middle
    print(json.dumps({"mb": megabytes, "seconds": reports + facts, "reports": reports, "facts": facts, "found": found}))
