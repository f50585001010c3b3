"""Loading: what was read and checked in, rows of the ledger out, one document a transaction.

    with open_ledger() as ledger:
        loaded = load(reading, check(reading), at_path(path, reading.source.file))
        loaded.outcome              # new, version, location or same

`rows` makes the rows, `bulk` writes them (executemany or COPY), `documents` knows what each location holds and held.
`taizhang.ledger.versions` tells afterwards what a new version changed.
"""

from __future__ import annotations

from taizhang.ledger.loading.documents import At, at_path, at_upload
from taizhang.ledger.loading.layout import Layout, unpack
from taizhang.ledger.loading.loader import Loaded, load, reload

__all__ = ["At", "Layout", "Loaded", "at_path", "at_upload", "load", "reload", "unpack"]
