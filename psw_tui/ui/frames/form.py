"""A screen around any form: draws it, keeps a draft of it, says what is wrong with it, and saves it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from psw_tui.domain.words import N_
from psw_tui.records.answers import Raw, read_form
from psw_tui.records.form import Form, Refused
from psw_tui.sentences import sentence
from psw_tui.services.drafts import Room
from psw_tui.services.errors import NotPossible
from psw_tui.storage.errors import VaultError
from psw_tui.ui.asking_one import Question, Surroundings
from psw_tui.ui.asking_rows import RowsField
from psw_tui.ui.commands import CAPTURE, CRISIS, HELP, LEAVE, SAVE, WORDS, Command
from psw_tui.ui.dialogs.words import Hands, Walked, WordsDialog
from psw_tui.ui.fields import FormView
from psw_tui.ui.frames.base import NARROW, WIDE, PswScreen
from psw_tui.ui.frames.wording import Wording, WordSource, point_at, put
from psw_tui.ui.show import joined, show
from psw_tui.ui.widgets.lines import TopLine

DRAFT_EVERY = 0.5
"""Seconds: at most one draft is written in this time while someone types, and never later than this after a key."""

TRY_AGAIN = 2.0
"""Seconds until a draft that could not be kept is tried again, also when nobody types."""

LOOK_AFTER = 1.0
"""Seconds without a key after a draft until the words are looked through, quietly."""

NOTICE = 5.0
"""Seconds a notice stays."""

SAVED_AS_DRAFT = N_("draft kept {time}")
NO_IDEAS = N_("The word check has no ideas here.")
WOULD_GO = N_(
    "Not saved yet. You typed something that is not asked any more: {questions}. Change the answers above back to see"
    " it, or press {key:form.save} again to save without it."
)
LAST_ROOM = N_("The disk is nearly full. Your draft is still kept, but not for long. Make room, then {key:form.save}.")
STAYS_HERE = N_(
    "Not left: this draft cannot be kept yet, and stays only on the screen. Make room, then {key:form.leave} or"
    " {key:form.save}."
)
LOOK_AT_MARKED = N_("Not saved yet: look at what is marked with ^. Nothing is lost.")


@dataclass(frozen=True)
class FormPlan:
    """Everything a form screen is given: what to ask, what stands there already, and what to do with it."""

    title: str
    form: type[Form]
    around: Surroundings
    save: Callable[[Any], Awaitable[Any]]
    """Keeps the filled form and returns the screen's result. May raise a typed error: it is shown, nothing is lost."""
    keep: Callable[[Raw], Awaitable[Room]]
    """Keeps a draft of the raw answers, and says with what room."""
    raw: Raw = field(default_factory=dict)
    fresh: Raw = field(default_factory=dict)
    """What would stand there without a draft."""
    head: Sequence[Content] = ()
    """Lines above the questions, such as what not to write about."""
    help_name: str = "forms"
    client: str = ""
    """The client it is about; empty for none."""
    words: WordSource | None = None
    """What the word check needs; None for a form that is not checked."""


class FormScreen(PswScreen[Any]):
    """One form. Esc leaves and keeps a draft; F2 saves."""

    AUTO_FOCUS = ""  # the view puts the cursor where the next answer goes, once it is drawn
    OFFERS: ClassVar[Sequence[Command]] = (SAVE, WORDS, LEAVE, CRISIS, CAPTURE, HELP)
    CSS = """
    .head { padding: 0 1; color: $text-muted; height: auto; }
    FormView { padding: 0 1; }
    #hint { height: auto; max-height: 3; padding: 0 1; color: $text-muted; }
    #hint.-wrong { max-height: 5; color: $text-error; text-style: bold; }
    """

    def __init__(self, plan: FormPlan) -> None:
        super().__init__(plan.around.language)
        self.plan = plan
        self.client = plan.client
        self.view = FormView(plan.form, plan.around, plan.raw)
        self._hint = Static("", id="hint")
        self._top: TopLine | None = None
        self._due: Timer | None = None
        self._busy = asyncio.Lock()
        """Held while the answers are on their way to the vault, so that no draft overtakes a save."""
        self._saved = False
        self._unkept = False
        """The last draft could not be kept: what is on screen is nowhere else."""
        self._ending: list[Any] = []
        """What to end with once this screen is on top again."""
        self._wording = Wording(self.view, plan.words) if plan.words else None
        self._calm: Timer | None = None
        self._said = ""
        """The hint of the question with the cursor."""
        self._ideas = 0
        self._going: list[Question] = []
        """What the worker was told would not be saved."""
        self._pointing = False
        """The cursor is on its way to what is wrong; what was said about that stays in place of the hint."""

    @property
    def help_name(self) -> str:
        """Each form has a page of its own."""
        return self.plan.help_name

    def compose(self) -> ComposeResult:
        self._top = self.top(self.plan.title)
        yield self._top
        for line in self.plan.head:
            yield Static(line, classes="head")
        yield self.view
        yield self._hint
        yield from self.bottom()

    def on_mount(self) -> None:
        self.call_after_refresh(self.view.enter_first, self._begun())

    def on_resize(self, event: events.Resize) -> None:
        self.query(Question).set_class(event.size.width < NARROW, "-narrow")
        self.query(Question).set_class(event.size.width >= WIDE, "-wide")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if self._pointing:
            self._pointing = False
            return
        question = next((node for node in event.widget.ancestors if isinstance(node, Question | RowsField)), None)
        self.tell(self.say(question.ask.hint) if question and question.ask.hint else "")

    def on_descendant_blur(self) -> None:
        if self._due is not None:  # who leaves a question has said something: it is kept without waiting
            self.run_worker(self.keep_now(), description="draft", group="draft")

    def on_form_view_changed(self, event: FormView.Changed) -> None:
        event.stop()
        self._pointing = False
        self.after_answer(event.field)
        if self._due is None:
            self._due = self.set_timer(DRAFT_EVERY, self.keep_now)

    def after_answer(self, field: str) -> None:
        """For screens in which one answer suggests another."""

    async def on_form_view_finished(self, event: FormView.Finished) -> None:
        event.stop()
        self.tell(self.say("That was the last question. {key:form.save} saves."))

    async def action_leave(self) -> None:
        """Leave; what was typed stays as a draft. Where none can be kept, the screen stays."""
        await self.keep_now()
        if self._unkept:
            self.warn(self.say(STAYS_HERE))
        elif not self._saved:
            self._end(None)

    def action_words(self) -> None:
        """Go through the words that can be said another way."""
        if self._wording is not None:
            self.run_worker(self._walk(self._wording), description="words", exclusive=True, group="words")

    async def action_save(self) -> None:
        """Save, or say what still stands in the way."""
        async with self._busy:  # a draft on its way is waited for, so that no F2 is lost
            if not self._saved:
                await self._save()

    async def keep_now(self) -> None:
        """Put the draft down at once, as before locking."""
        async with self._busy:
            await self._keep_what_is_due()

    async def _save(self) -> None:
        if self._explained_what_would_go():
            await self._keep_what_is_due()
            return
        try:
            form = read_form(self.plan.form, self.view.raw, self.surroundings())
            result = await self.plan.save(form)
        except Refused as refused:
            await self._keep_what_is_due()
            self._pointing = True
            self.view.complain(refused.problems)
            self.warn(self.say(LOOK_AT_MARKED))
        except (NotPossible, VaultError) as error:
            await self._keep_what_is_due()
            self.warn(sentence(error, self.language))
        else:
            self._saved = True
            if self._wording is not None and (unseen := self._wording.unseen()):
                self.app.run_worker(self._tell_after_saving(unseen), description="words")
            self._end(result)

    def _begun(self) -> frozenset[str]:
        """The questions that a draft answers: the cursor goes to the last of them."""
        fresh = self.plan.fresh
        return frozenset(name for name, answer in self.plan.raw.items() if answer != fresh.get(name))

    def _explained_what_would_go(self) -> bool:
        """Say once what was typed and is not asked any more, such as their words after "met" became "tried"."""
        going = self.view.typed_and_hidden(self.plan.fresh)
        if not going or going == self._going:
            return False
        self._going = going
        questions = ", ".join(self.say(question.ask.words) for question in going)
        self.warn(self.say(WOULD_GO, questions=questions))
        return True

    def _end(self, result: Any) -> None:
        """End with this, at once or when what came up meanwhile has gone: dismissing takes away whatever is on top."""
        self._ending.append(result)
        if self.app.screen is self:
            self.dismiss(self._ending.pop())

    async def on_screen_resume(self) -> None:
        if self._ending:
            self.dismiss(self._ending.pop())

    async def _walk(self, wording: Wording) -> None:
        """Ask about one idea after the other; there the worker decides, here the answers go into their boxes."""
        try:
            places, walk = await wording.walk()
        except (NotPossible, VaultError) as error:
            self.warn(sentence(error, self.language))
            return
        if not walk.spots:
            self._ideas = 0
            self.tell(self.say(NO_IDEAS))
        elif self.is_current:
            hands = Hands(
                lambda number, text: put(places[number].box, text), wording.theirs if wording.knows_whose else None
            )
            labels = [self.say(place.ask.words) for place in places]
            dialog = WordsDialog(self.language, walk, labels, hands)
            self.app.push_screen(dialog, partial(self._walked, wording, places))

    def _walked(self, wording: Wording, places: Sequence[Question], walked: Walked | None) -> None:
        for number, word in walked.kept if walked else ():
            wording.keep(places[number].field, word)
        if walked and walked.go_to:
            point_at(places[walked.go_to.text].box, walked.go_to.idea)
        self._look_quietly()

    def _look_quietly(self) -> None:
        """Count ideas once the keys are still. Where somebody types again, the next draft comes back here."""
        if self._wording is not None and self._due is None and not self._saved:
            # Not begun yet when the screen goes, it never is: what is begun in vain would be warned about.
            count = self._count
            self.run_worker(count, description="words", exclusive=True, group="count")  # type: ignore[arg-type]  # it takes this

    async def _count(self) -> None:
        with suppress(NotPossible, VaultError):  # F3 says what is wrong; nobody is bothered while writing
            count = await self._wording.count() if self._wording else 0
            if self._due is None and self.is_mounted:
                self._ideas = count
                self._draw_hint()

    async def _tell_after_saving(self, unseen: Awaitable[int]) -> None:
        """Who saves faster than the quiet count still hears of it, once, when all is saved."""
        with suppress(NotPossible, VaultError):
            if count := await unseen:
                words = self.language.say_n(
                    "Saved. {n} idea about words: {key:form.words} shows it next time, before saving.",
                    "Saved. {n} ideas about words: {key:form.words} shows them next time, before saving.",
                    count,
                )
                self.app.notify(words, markup=False, timeout=NOTICE)

    def draft_raw(self) -> Raw:
        """What a draft remembers: the answers as they stand."""
        return self.view.raw

    def warn(self, words: str) -> None:
        """Say what went wrong where the hint stands."""
        self._hint.add_class("-wrong")
        self._hint.update(show(words))

    def tell(self, words: str) -> None:
        """Say something where the hint stands; nothing is wrong any more."""
        self._said = words
        self._hint.remove_class("-wrong")
        self._draw_hint()

    def _draw_hint(self) -> None:
        if not self._hint.has_class("-wrong"):
            one = "{n} idea, press {key:form.words}"
            many = "{n} ideas, press {key:form.words}"
            ideas = self.language.say_n(one, many, self._ideas) if self._ideas else ""
            self._hint.update(
                joined(show(ideas, "bold"), show(self._said), between="  ") if ideas else show(self._said)
            )

    async def _keep_what_is_due(self) -> None:
        """Put down what no draft holds yet. What was saved is no draft any more."""
        if self._due is None or self._saved:
            return
        self._due.stop()
        self._due = None
        try:
            room = await self.plan.keep(self.draft_raw())
        except VaultError as error:
            self._unkept = True
            self.warn(sentence(error, self.language))
            self._due = self._due or self.set_timer(TRY_AGAIN, self.keep_now)
        else:
            self._tell_kept(room)
            self._look_when_calm()

    def _look_when_calm(self) -> None:
        if self._calm is not None:
            self._calm.stop()
        self._calm = self.set_timer(LOOK_AFTER, self._look_quietly)

    def _tell_kept(self, room: Room) -> None:
        if room is Room.LAST:
            self.warn(self.say(LAST_ROOM))
        elif self._unkept:
            self.tell("")
        self._unkept = False
        if self._top is not None and self._top.is_mounted:
            now = self.app.clock.local(self.app.clock.now())  # type: ignore[attr-defined]  # ours has one, and imports the forms
            self._top.tell(show(self.say(SAVED_AS_DRAFT, time=f"{now:%H:%M}")))

    def surroundings(self) -> Mapping[str, Any]:
        return {**self.plan.around.context, "today": self.plan.around.today}
