"""Questions to the ledger: a FactQuery in, facts, totals, newest values or a table of one indicator out.

    from taizhang.ledger.queries import FactQuery, page
    page(FactQuery(indicators=("固定资产投资",), period="2024年")).facts

The command line, `exports`, `comparison` and the pages take what these give. The ledger must be open
(`taizhang.ledger.connection.open_ledger`).
"""

from __future__ import annotations

from taizhang.ledger.queries.latest import latest
from taizhang.ledger.queries.pages import Page, page
from taizhang.ledger.queries.pivot import Pivot, pivot
from taizhang.ledger.queries.query import FactQuery
from taizhang.ledger.queries.rows import FactRow
from taizhang.ledger.queries.totals import Totals, totals

__all__ = ["FactQuery", "FactRow", "Page", "Pivot", "Totals", "latest", "page", "pivot", "totals"]
