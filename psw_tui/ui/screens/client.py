"""One client's page: strengths first, goals, the fresh look as nine steps, what is next, what was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from psw_tui.domain.words import N_
from psw_tui.goal_words import trend
from psw_tui.keeping_words import keeping_lines
from psw_tui.laptop_words import sharing_line
from psw_tui.readable import Readable
from psw_tui.records.client import Status
from psw_tui.records.debrief import Contact, Debrief
from psw_tui.records.goal import Goal, GoalState
from psw_tui.services.client_page import ClientPage, client_page
from psw_tui.services.debriefs import amended_on
from psw_tui.signal_words import client_sentence
from psw_tui.ui.client_commands import OFFERS
from psw_tui.ui.commands import Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.routes import (
    AskErasing,
    ChangeClient,
    HandOver,
    OpenFreshLook,
    ShareWithTeam,
    ShowContacts,
    ShowDebriefs,
    ShowGoals,
    ShowHistory,
    ShowPapers,
    ShowPermissions,
    ShowReferrals,
    ShowSafety,
    ShowSupervision,
    ShowThem,
    ShowTimeline,
    ShowToDo,
    Snooze,
    TakeStep,
    Undo,
    WriteDebrief,
)
from psw_tui.ui.show import SOFT, joined, show
from psw_tui.ui.telling import safety_section, section
from psw_tui.ui.widgets.lines import TopLine


class ClientScreen(PswScreen[None]):
    """Everything about one client, read from top to bottom."""

    OFFERS: ClassVar[Sequence[Command]] = OFFERS
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

    def action_debrief(self) -> None:
        """Write a debrief about this client."""
        self.post_message(WriteDebrief(self.client))

    def action_look(self) -> None:
        """Open a fresh look."""
        self.post_message(OpenFreshLook(self.client))

    def action_to_do(self) -> None:
        """Show what is due."""
        self.post_message(ShowToDo(self.client))

    def action_goals(self) -> None:
        """Show the goals."""
        self.post_message(ShowGoals(self.client))

    def action_permissions(self) -> None:
        """Show what they allow."""
        self.post_message(ShowPermissions(self.client))

    def action_contacts(self) -> None:
        """Show the people around them."""
        self.post_message(ShowContacts(self.client))

    def action_debriefs(self) -> None:
        """Show the debriefs."""
        self.post_message(ShowDebriefs(self.client))

    def action_history(self) -> None:
        """Show who wrote what, and when."""
        self.post_message(ShowHistory(self.client))

    def action_undo(self) -> None:
        """Take back what was saved last."""
        self.post_message(Undo())

    def action_referrals(self) -> None:
        """Show the referrals."""
        self.post_message(ShowReferrals(self.client))

    def action_supervision(self) -> None:
        """Show the supervision requests."""
        self.post_message(ShowSupervision(self.client))

    def action_safety(self) -> None:
        """Show the safety notes."""
        self.post_message(ShowSafety(self.client))

    def action_papers(self) -> None:
        """Show the papers about them."""
        self.post_message(ShowPapers(self.client))

    def action_shown(self) -> None:
        """Hand over the laptop."""
        self.post_message(ShowThem(self.client))

    def action_timeline(self) -> None:
        """Show everything in order."""
        self.post_message(ShowTimeline(self.client))

    def action_hand_over(self) -> None:
        """Let another worker take this client over."""
        self.post_message(HandOver(self.client))

    def action_team(self) -> None:
        """Let the team read the record, or stop that."""
        self.post_message(ShareWithTeam(self.client))

    def action_snooze(self) -> None:
        """Not now."""
        self.post_message(Snooze(self.client))

    def action_step(self, number: int) -> None:
        """Go to a response step."""
        self.post_message(TakeStep(self.client, number))

    def action_ask_erasing(self) -> None:
        """Ask to erase the record."""
        self.post_message(AskErasing(self.client))

    def action_change(self) -> None:
        """Change what is kept about this client."""
        self.post_message(ChangeClient(self.client))

    async def action_names(self) -> None:
        """Show or hide the name they go by."""
        self._names_shown = not self._names_shown
        await self._draw()

    def _sections(self, page: ClientPage) -> Iterator[Content]:
        client = page.client
        about = keeping_lines(page, self.language, self._desk.clock)
        if client.shared_with_team:
            about.append(sharing_line(client, self.language))
        if about:
            yield _lines([show(line) for line in about])
        lists = (
            (N_("Strengths"), client.strengths),
            (N_("What helps"), client.helps),
            (N_("What does not help"), client.does_not_help),
            (N_("Please do not write about"), client.do_not_write),
        )
        known = [self._line(words, "; ".join(items)) for words, items in lists if items]
        if known:
            yield _lines(known)
        yield show(client_sentence(page.signal, self.language))
        yield self._goals(page)
        yield self._fresh_look(page)
        yield self._next(page)
        reader = self._reader(page)
        for note in page.safety_notes:
            untold = self.say("nobody told yet: {key:client.safety} says who was")
            yield safety_section(note, reader, self._desk.clock, untold=untold)
        for statement in page.statements:
            heading = self.say("They see it differently, {day}", day=reader.day(statement.held_on))
            yield section(heading, reader, statement, leave_out=frozenset({"held_on"}))
        for debrief in page.debriefs:
            yield self._debrief(debrief, reader)

    def _reader(self, page: ClientPage) -> Readable:
        known = {goal.id: goal.words for goal in page.goals} | {each.id: each.label for each in page.contacts}
        return Readable(self.language, self._desk.today, known)

    def _goals(self, page: ClientPage) -> Content:
        active = [goal for goal in page.goals if goal.state == GoalState.ACTIVE]
        if not active:
            return self._line(N_("Goals"), self.say("none yet; {key:client.goals} adds one"))
        return _lines([show(self.say("Goals"), "bold"), *(self._goal(goal, page) for goal in active)])

    def _goal(self, goal: Goal, page: ClientPage) -> Content:
        return joined(f"  {goal.words}\n", show(f"    {trend(self.language, page.ratings.get(goal.id, []))}", SOFT))

    def _fresh_look(self, page: ClientPage) -> Content:
        look = page.fresh_look
        if look is None:
            return self._line(
                N_("Fresh look"),
                self.say("none; {key:client.look} opens one when the support offered has not helped yet"),
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
            lines.append(show(f"  {self.language.before(due + late)} {item.what}"))
        return _lines(lines)

    def _debrief(self, debrief: Debrief, reader: Readable) -> Content:
        contact = self.say(Contact(debrief.contact).label) if debrief.contact else ""
        said_above = frozenset({"contact", "held_on"} | (set() if debrief.next_what else {"next_who"}))
        heading = f"{reader.day(debrief.held_on)} - {contact}"
        if amended := amended_on(self._desk.clock, debrief):
            heading += ", " + self.say("amended {day}", day=reader.day(amended))
        return section(heading, reader, debrief, leave_out=said_above)

    def _line(self, words: str, text: str, *, indent: str = "") -> Content:
        return joined(indent, show(self.language.before(self.say(words)), "bold"), " ", text)


def _lines(lines: Sequence[Content]) -> Content:
    return Content("\n").join(lines)
