"""The caseload: a numbered line for each client, filtered and narrowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from psw_tui.domain.keys import KEYS
from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.listing import Listed
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain
from psw_tui.records.client import Status
from psw_tui.records.setting import Showing
from psw_tui.services.caseload import CaseloadRow, caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.signal_words import label

ADD, OTHERS, NAMES = KEYS["caseload.add"], KEYS["caseload.next_filter"], KEYS["caseload.names"]


@dataclass
class Caseload:
    """The list, as it is shown now."""

    desk: Desk
    show_client: Callable[[str], object]
    add_client: Callable[[], object]
    showing: Showing
    typed: str = ""
    names: bool = False

    def room(self) -> None:
        """The list, again and again, until it is left."""
        while True:
            order = caseload_order(self.desk.vault, self.showing, self.typed, names=self.names)
            try:
                chosen = self._listed(order).choose(partial(self._head, len(order)))
            except (Back, Leave):
                return
            if isinstance(chosen, int):
                self.desk.attempt(partial(self.show_client, order[chosen]))
            else:
                ways = {ADD: self.add_client, OTHERS: self._filter, "n": self._narrow, NAMES: self._names}
                self.desk.attempt(ways[chosen])

    def _listed(self, order: list[str]) -> Listed:
        say = self.desk.say
        letters = {
            ADD: say(N_("add client")),
            OTHERS: say(N_("show others")),
            "n": say(N_("narrow by code")),
            NAMES: say(N_("names")),
        }
        return Listed(self.desk, order, letters, partial(explain, self.desk, "caseload"), self._read)

    def _read(self, ids: Sequence[str]) -> list[str]:
        return [self.line(row) for row in caseload_rows(self.desk.vault, ids)]

    def _head(self, count: int) -> None:
        self.desk.tell()
        narrowed = f", {self.typed}" if self.typed else ""
        whom = self.desk.language.before(self.desk.say(self.showing.label) + narrowed)
        self.desk.tell(f"{self.desk.say(N_('Caseload'))}. {whom} {count}")
        if not count:
            empty = N_("Nobody here. {key:caseload.add} adds a client, {key:caseload.next_filter} shows others.")
            self.desk.tell(self.desk.say(empty))

    def _filter(self) -> None:
        every = list(Showing)
        number = self.desk.talk.pick(self.desk.say(N_("Show whom?")), [self.desk.say(each.label) for each in every])
        self.showing = every[number]

    def _narrow(self) -> None:
        def ask() -> None:
            self.desk.tell(self.desk.say(N_("Part of a code. Enter alone shows everybody again.")))

        ask()
        self.typed = self.desk.talk.hear(ask, self.desk.talk.explain_signs).strip()

    def _names(self) -> None:
        self.names = not self.names

    def line(self, row: CaseloadRow) -> str:
        """One client in words: the marks of the screen are said with their step numbers."""
        desk, say = self.desk, self.desk.say
        parts = [f"{row.code} {row.goes_by}".strip() if self.names else row.code]
        if row.status is not Status.ACTIVE:
            parts.append(say(row.status.label))
        if row.last_contact:
            parts.append(say(N_("last {when}"), when=desk.language.day(row.last_contact, desk.today)))
        if row.next_due:
            late = f" ({say(N_('overdue'))})" if row.next_due < desk.today else ""
            parts.append(f"{say(N_('next {when}'), when=desk.day(row.next_due))}{late} {row.next_what}".strip())
        if row.in_touch:
            parts.append(label(row.signal, desk.language))
        if row.fresh_look is not None:
            parts.append(self._look(row))
        return ", ".join(parts)

    def _look(self, row: CaseloadRow) -> str:
        look, say = row.fresh_look, self.desk.say
        if look is None or look.closed_on is not None:
            return say(N_("fresh look closed"))
        by_state: dict[str, list[str]] = {}
        for number in StepNumber:
            by_state.setdefault(say(look.steps[number].label), []).append(str(int(number)))
        told = "; ".join(f"{state} {' '.join(numbers)}" for state, numbers in by_state.items())
        return say(N_("fresh look: {steps}"), steps=told)
