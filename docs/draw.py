"""Draw docs/demo.svg: what `taizhang demo` shows, as a picture for the READMEs. Run it when that changes."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

from rich.console import Console

from taizhang.demo import show

FONTS = "'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'Microsoft YaHei', 'PingFang SC', monospace"

if __name__ == "__main__":
    console = Console(record=True, width=110, file=io.StringIO(), force_terminal=True)
    with tempfile.TemporaryDirectory() as folder:
        show(Path(folder), console)
        svg = console.export_svg(title="taizhang demo").replace(folder, "taizhang-demo")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: Fira Code, monospace", f"font-family: {FONTS}", svg)
    Path(__file__).with_name("demo.svg").write_text(svg, encoding="utf-8")
