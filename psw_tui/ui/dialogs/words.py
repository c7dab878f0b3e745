"""The ideas of the word check, one by one: the sentence, what to try instead, and why. The worker decides on each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from psw_tui.domain.keys import KEYS
from psw_tui.domain.word_walk import Spot, Walk, has_gap, is_advice, sentence_around
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.sentences import sentence
from psw_tui.services.errors import NotPossible
from psw_tui.storage.errors import VaultError
from psw_tui.ui.commands import HELP, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import SOFT, joined, show

ACCEPT = Command("words.accept", "enter", N_("use it"), N_("Put the marked words in, or go and say it yourself."))
NEXT = Command("words.next", "down", N_("next"), N_("Mark the next suggestion."), on_line=False)
BEFORE = Command("words.up", "up", N_("one up"), N_("Mark the suggestion above."), on_line=False)
KEEP = Command("words.keep", "k", N_("keep"), N_("Keep the word as you wrote it."))
THEIRS = Command("words.theirs", "i", N_("theirs"), N_("They call themselves this: never ask about it again."))
UNDO = Command("words.undo", "u", N_("undo"), N_("Take back what you put in last."), once=True)
DONE = Command("words.done", KEYS["words.done"], N_("back"), N_("Go back to the form."), always=True)

DIGITS = "123456789"

ADVICE = N_("Enter goes to the word, so that you can say it yourself.")
GAP = N_("Fill in what is between brackets or in place of the dots afterwards.")
LAST = N_("That was the last one. {key:words.done} goes back to the form.")


@dataclass(frozen=True)
class Walked:
    """How a walk ended: what was looked at and kept, and the place to go and say it in other words."""

    kept: frozenset[tuple[int, str]] = frozenset()
    go_to: Spot | None = None


@dataclass(frozen=True)
class Hands:
    """What the walk may do to the form: put a text into the box of this number, and keep a client's own word."""

    put: Callable[[int, str], None]
    theirs: Callable[[str], Awaitable[None]] | None = None


class WordsDialog(PswScreen[Walked]):
    """One idea at a time. Nothing is changed but by Enter or a digit."""

    OFFERS: ClassVar[Sequence[Command]] = (ACCEPT, KEEP, THEIRS, UNDO, NEXT, BEFORE, DONE, HELP)
    HELP_NAME = "words"
    CSS = """
    WordsDialog VerticalScroll { padding: 1 2; }
    WordsDialog VerticalScroll > Static { height: auto; margin-bottom: 1; }
    WordsDialog #source { color: $text-muted; }
    WordsDialog #trouble { color: $text-error; text-style: bold; }
    """

    def __init__(self, language: Language, walk: Walk, labels: Sequence[str], hands: Hands) -> None:
        super().__init__(language)
        self._walk = walk
        self._labels = labels
        self._hands = hands
        self._before: list[tuple[Walk, frozenset[tuple[int, str]]]] = []
        """What it was before each acceptance."""
        self._kept: frozenset[tuple[int, str]] = frozenset()
        self._own: set[str] = set()
        self._at = 0
        self._head, self._text, self._ways = Static(), Static(), Static()
        self._why, self._source, self._trouble = Static(), Static(id="source"), Static(id="trouble")

    @property
    def offers(self) -> Sequence[Command]:
        """A word can be somebody's own only where the form is about somebody."""
        return [command for command in self.OFFERS if command is not THEIRS or self._hands.theirs]

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Words"))
        with VerticalScroll(can_focus=False):
            yield self._head
            yield self._text
            yield self._ways
            yield self._why
            yield self._source
            yield self._trouble
        yield from self.bottom()

    def on_mount(self) -> None:
        self._go(self._walk)

    def on_key(self, event: events.Key) -> None:
        """A digit takes the suggestion of that number."""
        here = self._walk.here
        if here is not None and event.key in DIGITS[: len(here.idea.instead)]:
            self._at = DIGITS.index(event.key)
            self.action_accept()

    def action_next(self) -> None:
        """Mark the next suggestion."""
        self._mark(1)

    def action_up(self) -> None:
        """Mark the suggestion above."""
        self._mark(-1)

    def action_accept(self) -> None:
        """Put the marked words in; advice takes the worker to the word instead."""
        here = self._walk.here
        if here is None:
            self.action_done()
            return
        words = here.idea.instead[self._at]
        if is_advice(words):
            self.dismiss(Walked(self._kept, here))
            return
        self._before.append((self._walk, self._kept))
        self._go(self._walk.accepted(words))
        self._hands.put(here.text, self._walk.texts[here.text])

    def action_keep(self) -> None:
        """Leave the word and go on."""
        here = self._walk.here
        if here is not None:
            self._kept |= {(here.text, here.idea.found)}
            self._go(self._walk.kept())

    async def action_theirs(self) -> None:
        """Remember the word as the client's own and go on."""
        here = self._walk.here
        if here is None or self._hands.theirs is None:
            return
        try:
            await self._hands.theirs(here.idea.found)
        except (NotPossible, VaultError) as error:
            self._trouble.update(show(sentence(error, self.language)))
        else:
            self._own.add(here.idea.found.casefold())
            self._go(self._walk.theirs())

    def action_undo(self) -> None:
        """Take back what was put in last, and ask about it again."""
        if not self._before:
            self._trouble.update(show(self.say("Nothing was put in that could be taken back.")))
            return
        walk, self._kept = self._before.pop()
        number = walk.spots[0].text
        spots = tuple(spot for spot in walk.spots if spot.idea.found.casefold() not in self._own)
        self._go(replace(walk, spots=spots))
        self._hands.put(number, walk.texts[number])

    def action_done(self) -> None:
        """Back to the form; what was not decided stays as it is."""
        self.dismiss(Walked(self._kept))

    def _mark(self, steps: int) -> None:
        if self._walk.here is not None:
            self._at = (self._at + steps) % len(self._walk.here.idea.instead)
            self._draw()

    def _go(self, walk: Walk) -> None:
        self._walk = walk
        self._at = self._first_to_put_in()
        self._draw()

    def _first_to_put_in(self) -> int:
        here = self._walk.here
        usable = (n for n, words in enumerate(here.idea.instead) if not is_advice(words)) if here else iter(())
        return next(usable, 0)

    def _draw(self) -> None:
        self._trouble.update("")
        here = self._walk.here
        if here is None:
            self._head.update(show(self.say(LAST), "bold"))
            for part in (self._text, self._ways, self._why, self._source):
                part.update("")
            return
        left = self.language.say_n("{n} idea left", "{n} ideas left", len(self._walk.spots))
        self._head.update(joined(show(self._labels[here.text], "bold"), f"  ({left})"))
        before, after = sentence_around(self._walk.texts[here.text], here.idea.start, here.idea.end)
        self._text.update(joined(before, show(here.idea.found, "bold reverse"), after))
        self._ways.update(self._suggestions(here.idea.instead))
        self._why.update(show(here.idea.why))
        self._source.update(show(here.idea.source))

    def _suggestions(self, instead: Sequence[str]) -> Content:
        lines = [
            show(f"{'>' if number == self._at else ' '} {number + 1} {words}", "bold" if number == self._at else "")
            for number, words in enumerate(instead)
        ]
        marked = instead[self._at]
        more = [show(self.say(ADVICE if is_advice(marked) else GAP), SOFT)] if has_gap(marked) else []
        return joined(show(self.say("Try instead:")), *lines, *more, between="\n")
