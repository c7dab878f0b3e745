"""What every room works with: the open vault, the conversation, the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.plain.talk import Back, Leave, Talk
from psw_tui.records.form import Refused
from psw_tui.sentences import sentence
from psw_tui.services.drafts import DraftPlace
from psw_tui.services.errors import NotPossible
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault
from psw_tui.team.hub_errors import HubError

KeyWords = Callable[[Language], Mapping[str, str]]


def no_keys(_language: Language) -> Mapping[str, str]:
    """Leaves the places of the keys as they stand."""
    return {}


@dataclass
class Desk:
    """The worker's desk."""

    vault: Vault
    talk: Talk
    language: Language
    key_words: KeyWords = no_keys
    """What stands in a help text for the keys of the screens, which plain mode itself does not know."""
    open: list[DraftPlace] = field(default_factory=list)
    """The forms being filled in, the innermost last."""
    client: str = ""
    """The client whose page is open: the crisis card speaks their language."""
    cut_short: bool = False
    """Whether the end came in the middle of a form."""

    @property
    def today(self) -> date:
        """The worker's calendar date."""
        return self.vault.clock.today()

    def say(self, words: str, /, **values: object) -> str:
        """`words` in the worker's language."""
        return self.language.say(words, **values)

    def tell(self, text: str = "", *, indent: str = "") -> None:
        """Say something."""
        self.talk.tell(text, indent=indent)

    def day(self, day: date | None) -> str:
        """A date as people say it; a dash for none."""
        return self.language.day(day, self.today) if day else "-"

    def is_open(self, form: str) -> bool:
        """Whether this form is being filled in: a second one would write over the same draft."""
        return any(place.form == form for place in self.open)

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do it. What cannot be done is said, never thrown; whether it was done."""
        try:
            work()
        except (Back, Leave):
            return True
        except Refused as refused:
            for problem in refused.problems.values():
                self.talk.wrong(self.say(problem.words, **problem.values))
        except (NotPossible, VaultError, HubError) as error:
            self.talk.wrong(sentence(error, self.language))
        else:
            return True
        return False


@dataclass(frozen=True)
class Item:
    """One thing to do in a room."""

    words: str
    do: Callable[[], object]


@dataclass(frozen=True)
class Room:
    """A place with things to do, numbered."""

    title: Callable[[], str]
    whole: Callable[[], None]
    """Says everything that is to be read here; said on entering, and when it is to be said again."""
    items: Callable[[], Sequence[Item]]
    explain: Callable[[], None]
    first: bool = False
    """The first room of all: from here there is no way back, only out."""

    def enter(self, desk: Desk) -> None:
        """Say what is here and what can be done, do it, and again, until the worker goes back."""
        entering = True
        while True:
            here: list[Item] = []
            if not desk.attempt(partial(self._arrive, desk, here, whole=entering)):
                return
            entering = False
            try:
                number = desk.talk.pick("", [item.words for item in here], self.explain, before=self.whole)
            except Back:
                if not self.first:
                    return
                desk.talk.wrong(desk.say(N_("This is the beginning. q ends plain mode.")))
            except Leave:
                return
            else:
                desk.attempt(here[number].do)

    def _arrive(self, desk: Desk, here: list[Item], *, whole: bool) -> None:
        desk.tell()
        desk.tell(self.title())
        if whole:
            self.whole()
        here.extend(self.items())
