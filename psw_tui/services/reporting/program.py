"""The program report: counts only, fewer than five never told, no code and no word of anybody (DOMAIN 4.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from psw_tui.domain.small_counts import LEAST_SHOWN, Count, enough, part, total
from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.debrief import NO_CONTACT, WITH_CONTACT
from psw_tui.records.fresh_look import Outcome
from psw_tui.records.goal import GoalState, NoAnswer
from psw_tui.records.steps.refer import HelpWith, ReferralStatus
from psw_tui.records.steps.supervision import AskWhom
from psw_tui.reports.document import Block, Document, Heading, Paragraph, Table
from psw_tui.services import program_counts
from psw_tui.services.program_counts import Counts, counts
from psw_tui.services.reporting.making import Wanted
from psw_tui.services.reporting.period import of_when
from psw_tui.storage.vault import Vault

HOW_TO_READ = N_(
    "Counts under 5 are shown as “<5”, so that nobody can be recognised. Where a count is hidden, its total says only what"
    " it is at least."
)
FROM_ONE = N_("This is counted from one worker's notebook. It measures no one's worth and no one's risk.")
AS_OF_TODAY = N_(
    "Goals, fresh looks, referrals and permissions are those that began in this time, as they stand today."
)
NOT_ADDED = N_(
    "Please do not compare it with a report of nearly the same days: the difference could point to somebody."
)

PEOPLE: Mapping[str, str] = {
    program_counts.NEW: N_("met, and new in this time"),
    program_counts.KNOWN: N_("met, and known from before"),
    program_counts.NOT_REACHED: N_("tried, and not reached"),
}
RATINGS: Mapping[str, str] = {
    program_counts.NUMBER: N_("a number of their own"),
    NoAnswer.PREFER_NOT: N_("prefer not to say"),
    NoAnswer.NOT_ASKED: N_("not asked"),
    program_counts.GUESS: N_("guessed by the worker"),
}
QUESTIONS: Mapping[str, str] = {
    AskWhom.SUPERVISOR: N_("answered by a supervisor"),
    AskWhom.ON_CALL: N_("answered by the on-call person"),
    AskWhom.PEER: N_("no supervisor: answered by a peer colleague"),
    program_counts.OPEN: N_("not answered yet"),
}
REFERRALS: Mapping[str, str] = {
    program_counts.THINKING: N_("they are thinking about it"),
    program_counts.BEGUN: N_("begun"),
    **{status: status.label for status in ReferralStatus},
    program_counts.CHANGED_THEIR_MIND: N_("they changed their mind"),
    program_counts.SAID_NO: N_("they said no"),
    program_counts.NOTHING_FITS: N_("nothing fits, or there is none here"),
}
PERMISSIONS: Mapping[str, str] = {
    program_counts.IN_FORCE: N_("in force"),
    program_counts.ENDED: N_("ended"),
    program_counts.WITHDRAWN: N_("taken back"),
    program_counts.SAID_NO: N_("they said no"),
}
LOOKS: Mapping[str, str] = {program_counts.OPEN: N_("still open"), **{outcome: outcome.label for outcome in Outcome}}
STATES = (State.DONE, State.SAID_NO, State.NOT_APPLY, State.WAITING)


def build(vault: Vault, wanted: Wanted) -> Document:
    """The report of a time. It is never refused: where there was nothing, that is what it says."""
    found, words = counts(vault, wanted.since, wanted.until), wanted.words
    show = _Showing(words)
    return Document(
        title=words.say("Program report, counts only"),
        language=words.code,
        about=(*of_when(wanted), words.say("Counted on {day}", day=words.whole_day(vault.clock.today()))),
        blocks=(
            *(Paragraph(words.say(line)) for line in (HOW_TO_READ, FROM_ONE, AS_OF_TODAY, NOT_ADDED)),
            *_contact(show, found),
            *_goals(show, found),
            *_looks(show, found),
            *_supervision(show, found),
            *_referrals(show, found),
            *show.heading(N_("Permissions")),
            show.group(N_("Permissions asked for in this time"), PERMISSIONS, found.permissions),
        ),
        footer=words.say("Counts only. Fewer than 5 are not told."),
        stem="program-report",
    )


@dataclass(frozen=True)
class _Showing:
    words: Language

    def heading(self, text: str) -> Iterator[Block]:
        yield Heading(self.words.say(text))

    def count(self, count: Count) -> str:
        if count.hidden:
            return "<5"
        n = self.words.number(count.n)
        return self.words.say("at least {n}", n=n) if count.at_least else n

    def group(self, caption: str, kinds: Mapping[str, str], found: Mapping[str, int]) -> Table:
        """Kinds that add up to their total. One that nobody foresaw is counted as "other", or the total would be wrong."""
        say = self.words.say
        named = [(say(label), found.get(kind, 0)) for kind, label in kinds.items()]
        if other := sum(n for kind, n in found.items() if kind not in kinds):
            named.append((say("other"), other))
        rows = [(label, self.count(part(n))) for label, n in named]
        rows.append((say("Total"), self.count(total([n for _, n in named]))))
        return Table((say("Kind"), say("How many")), tuple(rows), say(caption))

    def single(self, caption: str, rows: Sequence[tuple[str, str]]) -> Table:
        """Figures that add up to nothing."""
        say = self.words.say
        told = tuple((say(label), figure) for label, figure in rows)
        return Table((say("Figure"), say("How many")), told, say(caption))


def _contact(show: _Showing, found: Counts) -> Iterator[Block]:
    yield from show.heading(N_("People and contact"))
    yield show.group(N_("People in this time"), PEOPLE, found.people)
    met: Mapping[str, str] = {kind: kind.label for kind in WITH_CONTACT}
    tries: Mapping[str, str] = {kind: kind.label for kind in NO_CONTACT}
    yield show.group(N_("Contacts by kind"), met, {k: n for k, n in found.contacts.items() if k not in tries})
    yield show.group(N_("Tries without contact"), tries, {k: n for k, n in found.contacts.items() if k in tries})
    hours = show.words.number(round(found.minutes / 60)) if enough(found.timed) else _hidden(show, found.timed)
    yield show.single(N_("Hours of contact"), [(N_("hours, of contacts whose length is known"), hours)])


def _goals(show: _Showing, found: Counts) -> Iterator[Block]:
    yield from show.heading(N_("Goals and their numbers"))
    states: Mapping[str, str] = {state: state.label for state in GoalState}
    yield show.group(N_("Goals set in this time, as they stand today"), states, found.goals)
    yield show.single(N_("Goals put in other words"), [(N_("times"), show.count(part(found.rewordings)))])
    yield show.group(N_("What was said when a number was asked for"), RATINGS, found.ratings)


def _looks(show: _Showing, found: Counts) -> Iterator[Block]:
    say = show.words.say
    yield from show.heading(N_("Fresh looks and their steps"))
    yield show.group(N_("Fresh looks opened in this time, and how they ended"), LOOKS, found.looks)
    head = (say("Step"), *(say(state.label) for state in STATES))
    rows = tuple(
        (_step(show.words, number), *(show.count(part(of_step.get(state, 0))) for state in STATES))
        for number, of_step in found.steps.items()
    )
    yield Table(head, rows, say("Entries of the steps in this time; steps 6 and 7 have tables of their own"))


def _step(words: Language, number: StepNumber) -> str:
    return f"{int(number)} {words.say(number.short_name)}"


def _supervision(show: _Showing, found: Counts) -> Iterator[Block]:
    yield from show.heading(N_("Supervision (step 6)"))
    yield show.group(N_("Questions asked in this time"), QUESTIONS, found.questions)
    middle = _hidden(show, found.answers)
    if found.days_to_answer is not None and enough(found.answers):
        middle = show.words.number(round(found.days_to_answer))
    yield show.single(N_("Days to an answer"), [(N_("days, the middle one of all answers"), middle)])


def _referrals(show: _Showing, found: Counts) -> Iterator[Block]:
    say = show.words.say
    yield from show.heading(N_("Referrals (step 7)"))
    yield show.group(N_("Referrals begun in this time, by how far they are"), REFERRALS, found.referrals)
    head = (say("Kind of help"), say("nothing fits, or there is none here"), say("turned away"))
    columns = zip(*(_of_help(of) for of in (found.nothing_fits, found.turned_away)), strict=True)
    rows = tuple(
        (say(kind.label), *(show.count(count) for count in counts))
        for kind, counts in zip(HelpWith, columns, strict=True)
    )
    yield Table(head, rows, say("What people needed and could not get; one referral can be about several kinds"))


def _of_help(of: Mapping[str, int]) -> list[Count]:
    """Referrals by kind of help. Each has a kind at least, and how many there are stands in the table above: with the
    others told, one that is hidden could be worked out. So then no number is told beside it."""
    counts = [part(of.get(kind, 0)) for kind in HelpWith]
    if not any(each.hidden for each in counts):
        return counts
    return [Count(LEAST_SHOWN, at_least=True) if each.n else each for each in counts]


def _hidden(show: _Showing, behind: int) -> str:
    """Instead of a figure that too few lie behind."""
    return show.words.say("not told: fewer than 5 lie behind it") if behind else show.words.say("none")
