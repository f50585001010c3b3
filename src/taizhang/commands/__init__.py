"""Commands of `taizhang` that use the ledger, one module each; `cli` names them and loads one when it is called.

with opened() as ledger:    # says which ledger is used, turns what is wrong with it into one line
    ...
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from taizhang.errors import LedgerError

if TYPE_CHECKING:
    from taizhang.ledger.connection import Ledger

__all__ = ["opened"]


@contextmanager
def opened(create: bool = False) -> Iterator[Ledger]:
    """Open the ledger and say on stderr which one it is; LedgerError, one line, for what is wrong with it.

    One that is not there yet is made with `create` only.
    """
    try:
        from taizhang.ledger.connection import open_ledger
    except ModuleNotFoundError as error:
        raise LedgerError("没有安装台账库所需的组件；请用 pip install 'taizhang[ledger]' 安装") from error
    with open_ledger(create=create) as ledger:
        click.echo(ledger.said, err=True)
        yield ledger
