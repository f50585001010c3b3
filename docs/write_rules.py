"""Write docs/rules.md from the texts of the rules. Run it when they change: `make rules`."""

from __future__ import annotations

from pathlib import Path

from taizhang.rulebook import markdown

if __name__ == "__main__":
    Path(__file__).with_name("rules.md").write_text(markdown(), encoding="utf-8")
