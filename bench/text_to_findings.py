"""text_to_findings.py FOLDER: time reader.read_text and checks.check over texts that are in memory already."""

from __future__ import annotations

import json
import sys
from time import perf_counter

from texts import texts_of

from taizhang.checks import check
from taizhang.reader import read_text

if __name__ == "__main__":
    sources, megabytes = texts_of(sys.argv[1])
    reading = checking = 0.0
    relations = 0
    for source in sources:
        start = perf_counter()
        done = read_text(source.text, source.file)
        middle = perf_counter()
        relations += len(check(done).relations)
        reading += middle - start
        checking += perf_counter() - middle
    seconds = reading + checking
    print(json.dumps({"mb": megabytes, "seconds": seconds, "checking": checking, "relations": relations}))
