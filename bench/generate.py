"""generate.py FOLDER MB: write the example county, in as many copies with other figures as fill that much UTF-8."""

from __future__ import annotations

import sys
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from taizhang.examples import write_county

if __name__ == "__main__":
    folder, megabytes = Path(sys.argv[1]), int(sys.argv[2])
    with TemporaryDirectory() as sample:
        write_county(Path(sample), size=4, flaws=False, office=False)
        one = sum(path.stat().st_size for path in Path(sample).rglob("*.txt")) / 4
    write_county(folder, size=ceil(megabytes * 1e6 / one), flaws=False, office=False)
