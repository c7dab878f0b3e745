"""One client's page: strengths first, goals, the fresh look as nine steps, what is next, what was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from psw_tui.domain.words import N_
from psw_tui.records.client import Status
from psw_tui.records.debrief import Contact, Debrief
from psw_tui.records.goal import Goal, GoalKind, GoalState
from psw_tui.services.client_page import ClientPage, client_page
from psw_tui.ui.commands import BACK, HELP_LIST, LOCK, Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.routes import AddGoal, ChangeClient, OpenFreshLook, TakeStep, WriteDebrief
from psw_tui.ui.screens.base import PswScreen
from psw_tui.ui.show import joined, show
from psw_tui.ui.widgets.lines import TopLine

DEBRIEF = Command("client.debrief", "n", N_("note"), N_("Write a debrief of a contact."))
LOOK = Command("client.look", "f", N_("fresh look"), N_("Open a fresh look at what we offer."))
GOAL = Command("client.goal", "g", N_("add goal"), N_("Add a goal in their words."))
CHANGE = Command("client.change", "m", N_("change"), N_("Change what is kept about this client."))
NAMES = Command("client.names", "h", N_("name"), N_("Show the name they go by, or hide it again."), on_line=False)
STEPS = Command("client.step", "1", "1-9", N_("Keys 1 to 9 open that response step."), on_line=False)


class ClientScreen(PswScreen[None]):
    """Everything about one client, read from top to bottom."""

    OFFERS: ClassVar[Sequence[Command]] = (DEBRIEF, LOOK, GOAL, CHANGE, NAMES, BACK, LOCK, HELP_LIST)
    HELP_NAME = "client"
    CSS = """
    VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    .section { height: auto; margin-bottom: 1; }
    """

    def __init__(self, desk: Desk, client: str) -> None:
        super().__init__(desk.language)
        self.client = client
        self._desk = desk
        self._body = VerticalScroll()
        self._top: TopLine | None = None
        self._page: ClientPage | None = None
        self._names_shown = False

    def compose(self) -> ComposeResult:
        self._top = self.top("")
        yield self._top
        yield self._body
        yield from self.bottom()

    async def on_mount(self) -> None:
        await self.read_again()
        self._body.focus()

    async def on_screen_resume(self) -> None:
        if self._page is not None:
            await self.read_again()

    async def read_again(self) -> None:
        """Read the page anew and draw it."""
        self._page = await self._desk.ask(client_page, self.client)
        await self._draw()

    async def _draw(self) -> None:
        page = self._page
        if page is None or self._top is None:
            return
        name = f" {page.client.goes_by}" if self._names_shown and page.client.goes_by else ""
        self._top.head(show(f"{page.client.code}{name}"))
        self._top.tell(show(self.say(Status(page.client.status).label)))
        await self._body.remove_children()
        await self._body.mount_all([Static(section, classes="section") for section in self._sections(page)])

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in "123456789":
            event.stop()
            self.post_message(TakeStep(self.client, int(event.character)))

    def action_debrief(self) -> None:
        """Write a debrief about this client."""
        self.post_message(WriteDebrief(self.client))

    def action_look(self) -> None:
        """Open a fresh look."""
        self.post_message(OpenFreshLook(self.client))

    def action_goal(self) -> None:
        """Add a goal."""
        self.post_message(AddGoal(self.client))

    def action_change(self) -> None:
        """Change what is kept about this client."""
        self.post_message(ChangeClient(self.client))

    async def action_names(self) -> None:
        """Show or hide the name they go by."""
        self._names_shown = not self._names_shown
        await self._draw()

    def _sections(self, page: ClientPage) -> Iterator[Content]:
        client = page.client
        lists = (
            (N_("Strengths"), client.strengths),
            (N_("What helps"), client.helps),
            (N_("What does not help"), client.does_not_help),
            (N_("Please do not write about"), client.do_not_write),
        )
        known = [self._line(words, "; ".join(items)) for words, items in lists if items]
        if known:
            yield _lines(known)
        yield self._goals(page)
        yield self._fresh_look(page)
        yield self._next(page)
        for debrief in page.debriefs:
            yield self._debrief(debrief)

    def _goals(self, page: ClientPage) -> Content:
        active = [goal for goal in page.goals if goal.state == GoalState.ACTIVE]
        if not active:
            return self._line(N_("Goals"), self.say("none yet; g adds one"))
        return _lines([show(self.say("Goals"), "bold"), *(self._goal(goal, page) for goal in active)])

    def _goal(self, goal: Goal, page: ClientPage) -> Content:
        numbers = [str(rating.value) for rating in page.ratings.get(goal.id, []) if rating.value is not None]
        said = (
            self.say("their numbers: {numbers}", numbers=" ".join(numbers[-8:]))
            if numbers
            else self.say("no number yet")
        )
        return joined(f"  {goal.words}", show(f"  ({self.say(GoalKind(goal.kind).label)}; {said})", "dim"))

    def _fresh_look(self, page: ClientPage) -> Content:
        look = page.fresh_look
        if look is None:
            return self._line(
                N_("Fresh look"), self.say("none; f opens one when the support offered has not helped yet")
            )
        today = self._desk.today
        opened = self.language.day(look.opened_on, today)
        if look.closed_on is not None:
            heading = self.say(
                "opened {day}, closed {closed}", day=opened, closed=self.language.day(look.closed_on, today)
            )
        else:
            again = self.language.day(look.look_again_on, today) if look.look_again_on else "-"
            heading = self.say("opened {day}, look again by {again}", day=opened, again=again)
        lines = [self._line(N_("Fresh look"), heading)]
        for step in page.steps:
            when = f" {self.language.day(step.held_on, today)}" if step.held_on else ""
            mark, state = step.state.mark, self.say(step.state.label)
            lines.append(show(f"  {int(step.number)} {mark} {self.say(step.number.full_name)} - {state}{when}"))
        return _lines(lines)

    def _next(self, page: ClientPage) -> Content:
        if not page.follow_ups:
            return self._line(N_("Next"), self.say("nothing due"))
        today = self._desk.today
        lines = [show(self.say("Next"), "bold")]
        for item in page.follow_ups:
            due = self.language.day(item.due, today) if item.due else "-"
            late = f" ({self.say('overdue')})" if item.due and item.due < today else ""
            lines.append(show(f"  {due}{late}: {item.what}"))
        return _lines(lines)

    def _debrief(self, debrief: Debrief) -> Content:
        day = self.language.day(debrief.held_on, self._desk.today) if debrief.held_on else ""
        contact = self.say(Contact(debrief.contact).label) if debrief.contact else ""
        lines = [show(f"{day} - {contact}", "bold")]
        told = (
            (N_("In their words"), debrief.their_words),
            (N_("What I tried"), debrief.tried),
            (N_("What we did"), debrief.what_line),
            (N_("How they responded"), debrief.how_they_responded),
        )
        lines += [self._line(words, text, indent="  ") for words, text in told if text]
        return _lines(lines)

    def _line(self, words: str, text: str, *, indent: str = "") -> Content:
        return joined(indent, show(f"{self.say(words)}: ", "bold"), text)


def _lines(lines: Sequence[Content]) -> Content:
    return Content("\n").join(lines)
