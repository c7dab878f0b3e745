"""Making the first vault by questions: a language, a name, a passphrase, and the recovery code typed back from paper."""

from __future__ import annotations

from collections.abc import Callable

from psw_tui.domain.clock import Clock
from psw_tui.domain.words import N_
from psw_tui.language import LANGUAGES, Language, speak
from psw_tui.places import PlaceError, VaultPlace, place_for
from psw_tui.plain.talk import Back, Leave, Onward, Talk
from psw_tui.practice_words import WHAT_IT_IS
from psw_tui.sentences import sentence
from psw_tui.services.errors import NotPossible
from psw_tui.services.passphrases import check_new
from psw_tui.services.set_up import set_up
from psw_tui.services.strength import strength_of
from psw_tui.storage import recovery
from psw_tui.storage.errors import BadRecoveryCode
from psw_tui.storage.kdf import Profile
from psw_tui.storage.vault import Vault, new_recovery_code
from psw_tui.strength_words import strength_words

NAMES = {"en": "English", "fr": "Français"}
NAME = N_("Your name in the notes (a first name or a label; it names the vault too)")
PASSPHRASE = N_("A passphrase (8 characters at least): four or more words that only you would put together")
UNSEEN = N_("Nothing shows while you type it.")
WRITE_DOWN = N_(
    "Write this code on paper now. It opens your vault if you forget the passphrase. Nobody can make it again, and it is"
    " never shown again. Keep the paper away from the laptop.\n\nPress Enter when it is written down."
)
STAYS = N_("In plain mode it stays in this window until you close it. Close the window before somebody else sits here.")
TYPE_BACK = N_("Now type the code from your paper. Capitals, spaces and dashes do not matter.")
ANOTHER = N_("This is a code, but not the one just shown. Look at your paper again.")
MAKING = N_("Right. Making your vault ...")


class GivenUp(Exception):
    """No vault after all."""


class SetUp:
    """Asks for everything a new vault needs, then makes it."""

    def __init__(self, talk: Talk, unseen: Callable[[str], str], clock: Clock, profile: Callable[[], Profile]) -> None:
        """`unseen` asks for something that nobody may see being typed."""
        self._talk = talk
        self._unseen = unseen
        self._clock = clock
        self._profile = profile

    def run(self) -> Vault:
        """The new vault, open. Raises GivenUp when it was left, and what `set_up` raises."""
        try:
            return self._run()
        except (Back, Leave, EOFError):
            raise GivenUp from None

    def _run(self) -> Vault:
        talk = self._talk
        talk.tell(talk.say(N_("There is no vault yet. A few questions make one; q ends without making it.")))
        talk.tell()
        language = self._language()
        talk.tell()
        for words in WHAT_IT_IS:
            talk.tell(talk.say(words))
        place = self._place()
        passphrase = self._passphrase(place.label)
        code = new_recovery_code()
        self._show(code)
        self._hear_back(code)
        talk.tell(talk.say(MAKING))
        return set_up(
            place.path,
            passphrase,
            recovery_code=code,
            worker=place.label,
            language=language.code,
            clock=self._clock,
            profile=self._profile(),
        )

    def _language(self) -> Language:
        number = self._talk.pick("Language / Langue", [NAMES[code] for code in LANGUAGES])
        self._talk.language = speak(LANGUAGES[number])
        return self._talk.language

    def _place(self) -> VaultPlace:
        while True:
            typed = self._hear(NAME)
            try:
                return place_for(typed)
            except PlaceError as error:
                self._talk.wrong(sentence(error, self._talk.language))

    def _passphrase(self, label: str) -> str:
        say = self._talk.say
        while True:
            self._talk.tell()
            self._talk.tell(say(PASSPHRASE))
            self._talk.tell(say(UNSEEN))
            new = self._unseen(say(N_("New passphrase: ")))
            again = self._unseen(say(N_("The new passphrase once more: ")))
            try:
                check_new(new, again)
            except NotPossible as error:
                self._talk.wrong(sentence(error, self._talk.language))
            else:
                if self._keeps(new, label):
                    return new

    def _keeps(self, passphrase: str, label: str) -> bool:
        """Say how long guessing it takes; whether the worker wants it all the same."""
        words = strength_words(strength_of(passphrase, (label,)), self._talk.language)
        say = self._talk.say
        return self._talk.pick(words, [say(N_("keep it")), say(N_("choose another one"))]) == 0

    def _show(self, code: str) -> None:
        say = self._talk.say
        self._talk.tell()
        self._talk.tell(say(N_("Your recovery code")))
        self._talk.tell(say(STAYS))
        self._talk.numbered([" ".join(group) for group in code.split("-")])
        self._hear(WRITE_DOWN)

    def _hear_back(self, code: str) -> None:
        while True:
            try:
                if recovery.decode(self._hear(TYPE_BACK)) == recovery.decode(code):
                    return
                self._talk.wrong(self._talk.say(ANOTHER))
            except BadRecoveryCode as error:
                self._talk.wrong(sentence(error, self._talk.language))

    def _hear(self, words: str) -> str:
        def ask() -> None:
            self._talk.tell()
            self._talk.tell(self._talk.say(words))

        ask()
        while True:
            try:
                return self._talk.hear(ask, self._talk.explain_signs).strip()
            except Onward:
                ask()
