"""peer_jionlp.py FOLDER: time JioNLP's time and money extraction over half a megabyte of the same text.

Runs in an environment of its own that has JioNLP and not Taizhang.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path

import jionlp

ENOUGH = 500_000

if __name__ == "__main__":
    texts, size = [], 0
    for path in sorted(Path(sys.argv[1]).rglob("*.txt")):
        texts.append(path.read_text("utf-8"))
        size += len(texts[-1].encode())
        if size >= ENOUGH:
            break
    logging.disable()
    jionlp.ner.extract_time("2023年5月", time_base=time.time())
    jionlp.ner.extract_money("5亿元")
    start = time.perf_counter()
    for text in texts:
        for paragraph in filter(str.strip, text.split("\n")):
            jionlp.ner.extract_time(paragraph, time_base=time.time())
            jionlp.ner.extract_money(paragraph)
    print(json.dumps({"mb": size / 1e6, "seconds": time.perf_counter() - start}))
