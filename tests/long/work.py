"""A worker who does this and that through the real services, and tells after each commit what must be there from then on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from psw_tui.domain.steps import StepNumber
from psw_tui.records.debrief import DebriefForm
from psw_tui.services import clients, debriefs, doctor, drafts, follow_ups, undo
from psw_tui.services.drafts import DraftPlace
from psw_tui.services.errors import NotPossible
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.conftest import PASSPHRASE, WORKER, StillClock
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step

WORDS = ("walk", "river", "bus", "noon", "room", "key", "call", "sister", "bread", "window", "quiet", "slow")
DRAFT = DraftPlace("debrief", "", "long")


@dataclass(frozen=True)
class Promise:
    """What a commit promises: the whole log up to now, by its length and a digest, and the newest draft."""

    lines: int
    digest: str
    draft: int

    def line(self) -> bytes:
        return json.dumps(["promise", self.lines, self.digest, self.draft]).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Promise:
        return cls(*json.loads(line)[1:])


@dataclass
class Worker:
    """Does one random thing after the other in an open vault."""

    vault: Vault
    random: Random
    word: str = ""
    """Put into every text."""
    draft: int = 0
    clients: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Look at what is there already."""
        self.draft = newest_draft(self.vault)
        self.clients = [client for client, _code in clients.clients_by_recent_contact(self.vault)]
        self._log = Log()
        self._log.read_on(self.vault)

    def promise(self) -> Promise:
        self._log.read_on(self.vault)
        return Promise(self._log.lines, self._log.digest, self.draft)

    def one_thing(self) -> None:
        """Something a worker does; what cannot be done just now is left."""
        things: list[Callable[[], object]] = [
            self._client, self._debrief, self._debrief, self._debrief, self._goal, self._step,
            self._amend, self._close_follow_up, self._keep_draft, self._keep_draft, self._undo,
        ]  # fmt: skip
        if not self.clients:
            things = [self._client]
        try:
            self.random.choice(things)()
        except NotPossible:
            return

    def _text(self, most: int = 60) -> str:
        return " ".join([*self.random.choices(WORDS, k=self.random.randrange(1, most)), self.word]).strip()

    def _any(self) -> str:
        return self.random.choice(self.clients)

    def _client(self) -> None:
        code = f"{self.random.choice(WORDS)}-{self.random.randrange(10**9)}"
        self.clients.append(give_client(self.vault, code, goes_by=self._text(2)).id)

    def _debrief(self) -> None:
        more = {"next_what": self._text(4), "next_due": "+3"} if self.random.random() < 0.5 else {}
        give_debrief(self.vault, self._any(), their_words=self._text(300), **more)

    def _goal(self) -> None:
        give_goal(self.vault, self._any(), self._text(5))

    def _step(self) -> None:
        look = give_look(self.vault, self._any())
        give_step(self.vault, look, StepNumber.LISTEN, heard=self._text(), said_back="yes", state="done")

    def _amend(self) -> None:
        found = debriefs.debriefs_of(self.vault, self._any())
        if found:
            answers = {name: getattr(found[0], name) for name in DebriefForm.model_fields}
            form = DebriefForm.model_validate(answers | {"their_words": self._text()})
            debriefs.save_debrief(self.vault, found[0].client, form, amends=found[0])

    def _close_follow_up(self) -> None:
        for item in follow_ups.open_follow_ups(self.vault, self._any())[:1]:
            follow_ups.finish_follow_up(self.vault, item.id)

    def _keep_draft(self) -> None:
        drafts.keep_draft(self.vault, DRAFT, {"n": self.draft + 1, "their_words": self._text(200)})
        self.draft += 1

    def _undo(self) -> None:
        last = undo.last_save(self.vault)
        undo.undo(self.vault, last)
        if last.adds_client:
            self.clients.remove(last.client)


@dataclass
class Log:
    """The change log of a vault, digested line by line."""

    lines: int = 0
    digest: str = ""
    _after: int = 0

    def read_on(self, vault: Vault, until: int | None = None) -> None:
        """Take in what was written since, or up to a number of lines in all."""
        most = -1 if until is None else until - self.lines
        statement = "SELECT rowid AS n, device, seq, row, vals FROM change WHERE rowid > :n ORDER BY rowid LIMIT :most"
        rows = listing(vault, statement, n=self._after, most=most)
        for row in rows:
            said = f"{self.digest}{row['device']}{row['seq']}{row['row']}{row['vals']}"
            self.digest = hashlib.sha256(said.encode()).hexdigest()
            self._after, self.lines = row["n"], self.lines + 1


def newest_draft(vault: Vault) -> int:
    return int(drafts.draft_at(vault, DRAFT).get("n", 0))


def opened(folder: Path, clock: StillClock | None = None) -> Vault:
    vault = open_with_passphrase(folder, PASSPHRASE, clock=clock or StillClock())
    vault.author = WORKER
    return vault


def broken(folder: Path, promised: Promise | None, *, rebuild: bool = True) -> list[str]:
    """What a vault owes after whatever happened to it: promises not kept, and what doctor finds. Empty is good."""
    with opened(folder) as vault:
        wrong = [f"doctor {each.check}: {each.wrong}" for each in doctor.examine(vault, rebuild=rebuild) if each.wrong]
        if promised is not None:
            log = Log()
            log.read_on(vault, promised.lines)
            if (log.lines, log.digest) != (promised.lines, promised.digest):
                wrong.append(f"lost: {promised.lines} lines promised, {log.lines} there or changed")
            if (found := newest_draft(vault)) < promised.draft:
                wrong.append(f"lost: draft {promised.draft} promised, {found} there")
        return wrong
