"""A list on its way in: the file, which column goes where, what is in the way, and at last everybody or nobody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui import import_words as words
from psw_tui.domain.day_order import DayOrder
from psw_tui.domain.words import N_
from psw_tui.progress import Cancelled, Progress
from psw_tui.readable import NAMES
from psw_tui.records.ask import Kind
from psw_tui.records.option import Option
from psw_tui.sentences import sentence
from psw_tui.services import importing
from psw_tui.services.errors import NotPossible
from psw_tui.services.importing import CODE, FIELDS, Imported, Prepared, Table, Wishes
from psw_tui.services.importing.wishes import ASKS
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault
from psw_tui.ui.beside import beside
from psw_tui.ui.commands import Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import PickDialog
from psw_tui.ui.dialogs.line import LineDialog
from psw_tui.ui.dialogs.working import WorkingDialog
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.show import joined, show
from psw_tui.ui.typed_path import path_of

HELP = "importing"

OUTCOME, DATES, CODES, KNOWN, REFUSED = "=outcome", "=dates", "=codes", "=known", "=refused"
"""Lines that are no column. No heading begins so, for a column's line begins with `COLUMN`."""
COLUMN = "column:"
NOWHERE = "-"

ORDERS = {
    None: N_("not said"),
    DayOrder.DMY: N_("the day first: 31/12/2026"),
    DayOrder.MDY: N_("the month first: 12/31/2026"),
    DayOrder.YMD: N_("the year first: 26/12/31"),
}

SMALL = 500
"""So many rows are looked through before anybody would see that it takes time."""
MOST_TOLD = 200
"""So many rows in the way are told one by one; beyond that the file is better put right first."""


class ListImport:
    """One import, from the name of the file on."""

    def __init__(self, app: App[Any], desk: Desk, offers: Sequence[Command]) -> None:
        self._app = app
        self._desk = desk
        self._offers = offers
        self._say = desk.language.say
        self._names = False

    async def run(self) -> None:
        """Ask for the file until one can be read or nobody wants to; then look at it until it is in or left."""
        table = await self._table()
        if table is None:
            return
        wishes = importing.first_wishes(table)
        marked = OUTCOME
        prepared = await self._prepared(table, wishes)
        while isinstance(prepared, Prepared):
            chosen: Chosen | None = await self._app.push_screen_wait(self._screen(prepared, marked))
            if chosen is None:
                return
            marked = chosen.id
            if chosen.verb == "bring_in":
                if await self._bring_in(prepared):
                    return
                continue
            changed = await self._do(chosen, prepared)
            if changed != prepared.wishes:
                prepared = await self._prepared(table, changed)

    async def _table(self) -> Table | None:
        typed = ""
        while True:
            question = self._say("Which file? Type where the list is, such as {example}", example="~/list.csv")
            typed = (await self._app.push_screen_wait(LineDialog(question, typed))).strip()
            if not typed:
                return None
            path = path_of(typed)
            found = await self._watch(self._say("Reading {path}", path=path), self._reader(path))
            if isinstance(found, Table):
                return found
            if isinstance(found, Cancelled) or not self._desk.is_open:
                return None

    def _reader(self, path: Path) -> Callable[[Progress], Awaitable[Any]]:
        nameless = self._say("column")

        async def read(progress: Progress) -> Any:
            return await beside(lambda: _tried(importing.read_table, path, progress, nameless=nameless))

        return read

    async def _prepared(self, table: Table, wishes: Wishes) -> Prepared | None:
        """What would happen; None when nobody waited for it."""
        if len(table.rows) <= SMALL:
            return await self._desk.ask(importing.prepare, table, wishes)

        async def check(progress: Progress) -> Any:
            return await self._desk.ask(_attempt, importing.prepare, table, wishes, progress)

        found = await self._watch(self._say("Checking {path}", path=table.path), check)
        return found if isinstance(found, Prepared) else None

    async def _bring_in(self, prepared: Prepared) -> bool:
        """Whether they came in; if not, why is told."""

        async def bring(progress: Progress) -> Any:
            return await self._desk.ask(_attempt, importing.bring_in, prepared, progress)

        done = await self._watch(self._say("Bringing in the list"), bring)
        if not isinstance(done, Imported):
            return False
        said = [show(line) for line in words.done(done, prepared.table, self._desk.language)]
        if done.drawn:
            drawn = "\n".join(f"{line}: {code}" for line, code in done.drawn)
            heading = self._say("Codes that were drawn, by line of the file:")
            said.insert(1, joined(show(heading, "bold"), "\n", drawn))
        await self._read(said)
        return True

    async def _do(self, chosen: Chosen, prepared: Prepared) -> Wishes:
        """What is wished for after this."""
        wishes = prepared.wishes
        match chosen.verb:
            case "names":
                self._names = not self._names
            case "rows":
                await self._rows(prepared)
            case "value":
                return await self._value(wishes)
            case _ if chosen.id == OUTCOME:
                await self._rows(prepared)
            case _ if chosen.id == DATES:
                return await self._order(wishes)
            case _ if chosen.id == CODES:
                return replace(wishes, draw_codes=not wishes.draw_codes)
            case _ if chosen.id == KNOWN:
                return replace(wishes, skip_known=not wishes.skip_known)
            case _ if chosen.id == REFUSED:
                return replace(wishes, skip_refused=not wishes.skip_refused)
            case _:
                return await self._column(prepared, chosen.id.removeprefix(COLUMN))
        return wishes

    async def _column(self, prepared: Prepared, heading: str) -> Wishes:
        """Another place for a column. One that holds something else already gives it up."""
        wishes, table = prepared.wishes, prepared.table
        options = [Option(NOWHERE, self._say(words.LEFT_OUT)), *self._fields(FIELDS)]
        question = self._say("Where does the column {column} go? Type part of it.", column=heading)
        picked = await self._app.push_screen_wait(PickDialog(question, options))
        if not picked:
            return wishes
        for other, field in wishes.columns.items():
            if field == picked and other != heading:
                wishes = wishes.with_column(table, other, "")
        return wishes.with_column(table, heading, "" if picked == NOWHERE else picked)

    async def _value(self, wishes: Wishes) -> Wishes:
        fields = [name for name in FIELDS if name != CODE and name not in NAMES]
        question = self._say("What do all rows have in common that say nothing about it? Type part of it.")
        field = await self._app.push_screen_wait(PickDialog(question, self._fields(fields)))
        if not field:
            return wishes
        ask = ASKS[field]
        asked = self._say(ask.words)
        if ask.kind in {Kind.CHOICE, Kind.TICK}:
            answers = [(str(each.value), self._say(each.label)) for each in ask.choices or ()]
            answers = answers or [(word, self._say(word)) for word in words.YES_NO]
            options = [Option(value, label) for value, label in answers]
            value = await self._app.push_screen_wait(
                PickDialog(asked, [*options, Option(NOWHERE, self._say("nothing"))])
            )
            return wishes.with_value(field, "" if value == NOWHERE else value) if value else wishes
        typed = await self._app.push_screen_wait(LineDialog(asked, wishes.values.get(field, "")))
        return wishes.with_value(field, typed.strip())

    async def _order(self, wishes: Wishes) -> Wishes:
        options = [Option(str(order), self._say(label)) for order, label in ORDERS.items() if order is not None]
        question = self._say("How are dates such as 03/04/2026 written in this file?")
        picked = await self._app.push_screen_wait(PickDialog(question, options))
        return replace(wishes, dates=DayOrder(picked)) if picked else wishes

    async def _rows(self, prepared: Prepared) -> None:
        """What is in the way, row by row; who is here already, side by side."""
        language = self._desk.language
        said = [show("\n".join(words.outcome(prepared, language)))]
        said += [show(words.refusal(row, language)) for row in prepared.refused[:MOST_TOLD]]

        def beside_each(vault: Vault) -> list[list[str]]:
            return [
                list(
                    words.differences(
                        known, prepared.side_by_side(vault, known), language, self._desk.today, names=self._names
                    )
                )
                for known in prepared.known[:MOST_TOLD]
            ]

        for heading, *lines in await self._desk.ask(beside_each):
            said.append(joined(show(heading, "bold"), "\n", "\n".join(lines)))
        beyond = max(len(prepared.refused), len(prepared.known)) - MOST_TOLD
        if beyond > 0:
            said.append(show(self._say("and {n} more", n=beyond)))
        await self._read(said)

    async def _watch(self, title: str, work: Callable[[Progress], Awaitable[Any]]) -> Any:
        """What the work gave; a refusal is told in its own words."""

        async def watched(progress: Progress) -> Any:
            with self._desk.working(progress):
                return await work(progress)

        answer = await self._app.push_screen_wait(WorkingDialog(self._desk.language, title, watched))
        if isinstance(answer, VaultError | Cancelled | NotPossible):
            await self._read([show(sentence(answer, self._desk.language))])
        return answer

    async def _read(self, sections: Sequence[Content]) -> None:
        if self._desk.is_open:
            plan = ReadPlan(self._say("Import"), sections, (), HELP)
            await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    def _screen(self, prepared: Prepared, marked: str) -> ListScreen:
        async def read() -> list[Line]:
            return self._lines(prepared)

        title = self._say("Import: {file}", file=prepared.table.path.name)
        plan = ListPlan(title, read, self._offers, "", HELP, marked=marked)
        return ListScreen(self._desk.language, plan)

    def _lines(self, prepared: Prepared) -> list[Line]:
        language, wishes, table = self._desk.language, prepared.wishes, prepared.table
        about = [words.source_words(table, language), *words.outcome(prepared, language)]
        about += [*words.values_words(wishes, language), words.never_words(importing.never_kept(table), language)]
        heading, *more = filter(None, about)
        lines = [Line(OUTCOME, joined(show(heading, "bold"), "\n    " + "\n    ".join(more)))]
        out, stay = self._say("are left out"), self._say("keep the list from coming in")
        settings = {
            DATES: (self._say("Dates in this file"), self._say(ORDERS[wishes.dates])),
            CODES: (
                self._say("Rows without a code"),
                self._say("get one drawn") if wishes.draw_codes else self._say("cannot be taken"),
            ),
            KNOWN: (self._say("Clients who are here already"), out if wishes.skip_known else stay),
            REFUSED: (self._say("Rows that cannot be taken"), out if wishes.skip_refused else stay),
        }
        lines += [Line(id_, joined(show(what, "bold"), f": {how}")) for id_, (what, how) in settings.items()]
        for column in words.columns(table, wishes, language, names=self._names):
            text = joined(show(column.heading, "bold"), f" -> {column.to}\n    {column.sample}")
            lines.append(Line(COLUMN + column.heading, text))
        return lines

    def _fields(self, fields: Sequence[str]) -> list[Option]:
        return [Option(field, words.label(field, self._desk.language)) for field in fields]


def _tried(service: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """What a service gives, or its refusal, to be told."""
    try:
        return service(*given, **named)
    except NotPossible as refusal:
        return refusal


def _attempt(vault: Vault, service: Callable[..., Any], *given: Any) -> Any:
    """The same on the database thread."""
    return _tried(service, vault, *given)
