"""Commands of `taizhang` that use the ledger, one module each; `cli` names them and loads one when it is called.

with opened() as ledger:    # says which ledger is used, turns what is wrong with it into one line
    ...
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from taizhang.errors import LedgerError, to_install

if TYPE_CHECKING:
    from taizhang.ledger.connection import Ledger
    from taizhang.ledger.keeping import Keeper

__all__ = ["installed", "keeping", "opened"]

_INSTALL = f"没有安装台账库所需的组件；{to_install('web')}"


@contextmanager
def installed() -> Iterator[None]:
    """Say in one line that what the ledger needs is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise LedgerError(_INSTALL) from error


@contextmanager
def opened(create: bool = False) -> Iterator[Ledger]:
    """Open the ledger and say on stderr which one it is; LedgerError, one line, for what is wrong with it.

    One that is not there yet is made with `create` only.
    """
    with installed():
        from taizhang.ledger.connection import open_ledger
    with open_ledger(create=create) as ledger:
        click.echo(ledger.said, err=True)
        yield ledger


@contextmanager
def keeping(again: bool) -> Iterator[Keeper | None]:
    """Open the ledger, made when missing, for `taizhang read`; without Django say so and give nothing.

    A run that is broken off says how much is kept.
    """
    if find_spec("django") is None:
        click.echo(f"没有记入台账库：{_INSTALL}", err=True)
        yield None
        return
    with opened(create=True):
        from taizhang.ledger.keeping import Keeper

        keeper = Keeper(again)
        try:
            yield keeper
        except BaseException:
            if keeper.outcomes:
                click.echo(f"中断前已处理 {keeper.outcomes.total()} 个文件，都完整记在台账库里", err=True)
            raise
