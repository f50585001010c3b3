"""`python -m taizhang` is `taizhang`."""

from __future__ import annotations

from taizhang.cli import main

if __name__ == "__main__":
    main(prog_name="taizhang")
