"""Whether the program works on this computer: a look at each of its parts, on a vault made for that and nothing else.

A part is tried as a worker uses it, on the real disk and with the real libraries. What it raises, whatever it is, is the
finding: this is asked where something is missing or broken, and nobody knows yet what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from psw_tui import crisis, manual
from psw_tui.domain.clock import Clock
from psw_tui.domain.passphrase import PRACTICE
from psw_tui.language import LANGUAGES, SOURCE_LANGUAGE
from psw_tui.progress import Progress
from psw_tui.records.papers import WrittenAs
from psw_tui.reports import drawing
from psw_tui.reports.document import Answers, Document, Heading, Paragraph
from psw_tui.resources import asset
from psw_tui.services.backups import Wishes, back_up_here, look_without_vault, restore_with_passphrase
from psw_tui.services.clients import code_words
from psw_tui.services.find import find
from psw_tui.services.importing.wishes import choices_of
from psw_tui.services.leaving import passphrase_words
from psw_tui.services.practice.people import lesson_file, practice_file
from psw_tui.services.selftest.client import nine_steps, written
from psw_tui.services.set_up import set_up
from psw_tui.services.signals import constants
from psw_tui.services.words import word_rules
from psw_tui.storage import sealing
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import Vault, new_recovery_code, open_with_passphrase

PASSPHRASE = PRACTICE
WORKER = "selftest"
DRAWS_PDF = "typst"
BEGINS = b"%PDF-"


class Part(StrEnum):
    """What is tried, in the order in which one needs the other."""

    FILES = "files"
    VAULT = "vault"
    STEPS = "steps"
    SECRET = "secret"  # noqa: S105 - the name of a check
    FIND = "find"
    BACKUP = "backup"
    RESTORE = "restore"
    SEALING = "sealing"
    PAPER = "paper"
    SCREENS = "screens"
    """Not tried in here: nobody below the screens knows them."""


class Broken(Exception):
    """A part did something else than it should; `what` names it for whoever repairs it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class NotHere(Exception):
    """A part that need not be there is not: nothing is wrong."""


@dataclass(frozen=True)
class Tried:
    """How one part went."""

    part: Part
    error: Exception | None = None

    @property
    def absent(self) -> bool:
        """Whether it is one that need not be there."""
        return isinstance(self.error, NotHere)

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong."""
        return self.error is None or self.absent


class SelfTest:
    """Tries the parts one after the other in a folder of its own, which must be there and empty."""

    def __init__(self, around: Path, clock: Clock, language: str) -> None:
        self.folder = around / "vault"
        self._back = around / "back"
        self._clock = clock
        self._language = language
        self._backup = around / "no backup"
        self._vault: Vault | None = None

    def __iter__(self) -> Iterator[Tried]:
        """One part after the other; the vault is closed at the end, and stays in `folder`."""
        trials: Mapping[Part, Callable[[], None]] = {
            Part.FILES: read_files,
            Part.VAULT: self._make,
            Part.STEPS: self._go_through_steps,
            Part.SECRET: self._look_for_clear_text,
            Part.FIND: self._find,
            Part.BACKUP: self._back_up,
            Part.RESTORE: self._bring_back,
            Part.SEALING: seal_and_open,
            Part.PAPER: lambda: draw_paper(self._language),
        }
        try:
            for part, trial in trials.items():
                yield tried(part, trial)
        finally:
            self._close()

    def _make(self) -> None:
        self._vault = set_up(
            self.folder,
            PASSPHRASE,
            recovery_code=new_recovery_code(),
            worker=WORKER,
            language=self._language,
            clock=self._clock,
            # The cheapest keys are no loss here: the vault is gone in a moment, and nobody in it exists.
            profile=CHEAPEST,
        )

    def _go_through_steps(self) -> None:
        undone = nine_steps(self._open)
        if undone:
            raise Broken(", ".join(map(str, undone)))

    def _look_for_clear_text(self) -> None:
        """Close it, look at its bytes, and open it again."""
        self._close()
        word = written()["find"].encode()
        clear = [path.name for path in self.folder.rglob("*") if path.is_file() and word in path.read_bytes()]
        self._vault = open_with_passphrase(self.folder, PASSPHRASE, clock=self._clock)
        if clear:
            raise Broken(", ".join(clear))

    def _find(self) -> None:
        _find_in(self._open)

    def _back_up(self) -> None:
        made = back_up_here(self._open, Progress())
        looked = look_without_vault(made.folder, self.folder, PASSPHRASE, self._clock.now(), Progress())
        if not looked.good:
            raise Broken(looked.fault)
        self._backup = made.folder

    def _bring_back(self) -> None:
        restore_with_passphrase(
            self._backup, self._back, PASSPHRASE, clock=self._clock, wishes=Wishes(), progress=Progress()
        )
        with open_with_passphrase(self._back, PASSPHRASE, clock=self._clock) as back:
            _find_in(back)

    @property
    def _open(self) -> Vault:
        if self._vault is None:
            raise Broken(Part.VAULT)
        return self._vault

    def _close(self) -> None:
        if self._vault is not None:
            self._vault.close()


def tried(part: Part, trial: Callable[[], None]) -> Tried:
    """Try one part. Only a request to end comes through."""
    try:
        trial()
    except Exception as error:  # noqa: BLE001 - whatever is broken here is what was asked for
        return Tried(part, error)
    return Tried(part)


def read_files() -> None:
    """Read what came with the program, each as it is read when it is needed. Raises Broken and what reading raises."""
    for language in LANGUAGES:
        if language != SOURCE_LANGUAGE and not asset("locale", language, "LC_MESSAGES", "psw_tui.mo").is_file():
            raise Broken(f"locale/{language}")
        for name in (page for part in manual.PARTS for page in part.pages):
            if not asset("help", language, f"{name}.md").is_file():
                raise Broken(f"help/{language}/{name}.md")
        lesson_file(language)
        word_rules(language)
        passphrase_words(language)
    for country in crisis.COUNTRIES:
        crisis.crisis_lines(country)
    practice_file()
    code_words()
    constants()
    written()
    choices_of("knows_notes")
    for name in ("sheet.html", "paper.html", "paper.typ"):
        asset("print", name).read_bytes()


def seal_and_open() -> None:
    """Lock something for a key and open it again. Raises Broken."""
    key, content = sealing.new_identity(), b"nobody's words"
    if sealing.opened_by(key, sealing.sealed_for(sealing.recipient_of(key), content)) != content:
        raise Broken("age")


def draw_paper(language: str) -> None:
    """Draw a page as HTML and as PDF, in memory. Raises NotHere where what draws PDFs is not installed, Broken."""
    blocks = (Heading("psw-tui"), Paragraph("é à ç œ « » – ✓"), Answers((("1", ("2", "3")),)))
    page = Document("psw-tui", language, blocks)
    if "é à ç œ « » – ✓".encode() not in drawing.draw(page, WrittenAs.HTML):
        raise Broken("HTML")
    if find_spec(DRAWS_PDF) is None:
        raise NotHere
    if not drawing.draw(page, WrittenAs.PDF).startswith(BEGINS):
        raise Broken("PDF")


def _find_in(vault: Vault) -> None:
    word = written()["find"]
    if len(find(vault, word).hits) != 1:
        raise Broken(word)
