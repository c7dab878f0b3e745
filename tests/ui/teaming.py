"""Two laptops of one team for tests of the app: the worker's own, and another one that is driven by services."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psw_tui.progress import Progress
from psw_tui.records.client import Client
from psw_tui.services.teamwork.joining import card_in, join, let_in, own_card, start_team
from psw_tui.services.teamwork.sharing import share_client
from psw_tui.services.teamwork.sticks import stick_for, take_stick
from psw_tui.storage.vault import Vault, open_with_passphrase
from psw_tui.storage.write import writing
from tests.conftest import PASSPHRASE, StillClock


@contextmanager
def other_laptop(new_vault: Path, folder: Path, clock: StillClock, owner: str) -> Iterator[Vault]:
    """The laptop of another worker, as far as the log is concerned too."""
    shutil.copytree(new_vault, folder)
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        vault.author = owner
        vault.connection.execute("UPDATE device SET current = 0")
        yield vault


def together(mine: Vault, other: Vault) -> None:
    """Both in one team that the worker of the app started."""
    start_team(mine, "Maple Street")
    join(other, let_in(mine, card_in(own_card(other))))


def set_message(vault: Vault, client: str, answer: str) -> None:
    """Whether a message may be left."""
    with writing(vault) as tx:
        tx.change(Client, client, message_ok=answer)


def pass_on(one: Vault, other: Vault) -> None:
    """A stick from the one to the other."""
    take_stick(other, stick_for(one, [], everything=False, progress=Progress())[0], Progress())


def disagreeing(mine: Vault, other: Vault, client: str) -> None:
    """A client whom both read and answered differently about."""
    share_client(mine, client, mine.clock.today())
    pass_on(mine, other)
    set_message(other, client, "no")
    set_message(mine, client, "yes")
    pass_on(other, mine)
