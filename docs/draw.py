"""Draw docs/demo.svg: facts that `taizhang demo` shows, as a picture for the READMEs. Run it when that changes."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

from rich.console import Console

from taizhang.demo import facts_table, read_county

FONTS = "'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'Microsoft YaHei', 'PingFang SC', monospace"

if __name__ == "__main__":
    console = Console(record=True, width=112, file=io.StringIO(), force_terminal=True, highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        readings = read_county(Path(folder))
    console.print(facts_table(readings, 6))
    svg = console.export_svg(title="taizhang demo")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", f"font-family: {FONTS}")
    Path(__file__).with_name("demo.svg").write_text(svg, encoding="utf-8")
