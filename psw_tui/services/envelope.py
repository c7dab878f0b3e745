"""What travels between two vaults: the file, what opens it, and the few lines that each such document begins with.

A document is JSON with a format, a version and an id of its own. It comes from a stranger until it is checked: nothing
is believed that the forms of this program would not have written.
"""

from __future__ import annotations

import json
import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from psw_tui.domain.text import one_line
from psw_tui.records.ask import LONGEST_TEXT, Plain
from psw_tui.records.parcel import HandOverPart
from psw_tui.records.steps.supervision import AskWhom, ByWhen, Need
from psw_tui.services.errors import ParcelFileGone, ParcelNewer, ParcelTooBig, ParcelTwice, ParcelWrong
from psw_tui.services.receiving import receiving_key
from psw_tui.services.settings import settings
from psw_tui.storage import sealing
from psw_tui.storage.errors import ParcelForeign, ParcelLocked
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault

VERSION = 1
HAND_OVER, QUESTION, ANSWER = "psw-tui hand-over", "psw-tui question", "psw-tui answer"

MEGABYTE = 1024 * 1024
MOST_MB = 32
"""Twenty years of notes about one client are a tenth of it."""

EARLY = timedelta(days=1)
"""So far another laptop's clock may be ahead of this one."""

_BARE_BRACE = b"{"
_ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

Id = Annotated[str, StringConstraints(pattern=_ID)]
Short = Annotated[str, AfterValidator(one_line), StringConstraints(max_length=200)]
Long = Annotated[Plain, StringConstraints(max_length=LONGEST_TEXT)]
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


class Envelope(BaseModel):
    """What each of them begins with."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    format: str
    version: int
    id: Id
    from_whom: Short = Field(alias="from")
    team: Short = ""
    for_whom: Short = Field(alias="for")
    """The label the sender typed: nobody can check it."""
    made_on: Day
    code: Short
    """What the client is called where it comes from."""


class HandOver(Envelope):
    """A client's record, or the parts of it that were agreed on."""

    format: Literal["psw-tui hand-over"] = "psw-tui hand-over"
    parts: list[HandOverPart]
    names: bool
    rows: dict[str, list[dict[str, Any]]]
    """By what the log calls each kind of record."""


class Question(Envelope):
    """What a worker asks a supervisor: what step 6 says, and nothing else of the client."""

    format: Literal["psw-tui question"] = "psw-tui question"
    entry: Id
    """The entry of step 6 that an answer belongs to."""
    ask_whom: AskWhom | None
    need: list[Need]
    question: Long
    by_when: ByWhen | None
    asked_on: Day
    answer_to: Short
    """The age key of whoever asks; the answer is locked for it."""


class Answer(Envelope):
    """What a supervisor says to a question."""

    format: Literal["psw-tui answer"] = "psw-tui answer"
    entry: Id
    answered_on: Day
    advised: Long


Document = HandOver | Question | Answer
AnyDocument = TypeVar("AnyDocument", HandOver, Question, Answer)

KINDS: dict[str, type[HandOver] | type[Question] | type[Answer]] = {
    HAND_OVER: HandOver,
    QUESTION: Question,
    ANSWER: Answer,
}


def head(vault: Vault, for_whom: str, code: str) -> dict[str, Any]:
    """The lines a new document begins with."""
    present = settings(vault)
    return {
        "version": VERSION,
        "id": vault.new_id(),
        "from": one_line(present.worker)[:200],
        "team": one_line(present.team)[:200],
        "for": one_line(for_whom)[:200],
        "made_on": vault.clock.today(),
        "code": code,
    }


def written(document: Document) -> bytes:
    """A document as it leaves."""
    return document.model_dump_json(by_alias=True, indent=1).encode()


def read_file(path: Path, most_mb: int = MOST_MB) -> bytes:
    """All of a file that may be a parcel. Raises ParcelFileGone, ParcelTooBig."""
    most = most_mb * MEGABYTE
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for without end
            raise ParcelFileGone(path, "not a file")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ParcelFileGone(path, error.strerror or type(error).__name__) from error
    if len(content) > most:
        raise ParcelTooBig(most_mb)
    return content


def wants_passphrase(content: bytes) -> bool:
    """Whether a passphrase opens it. Raises ParcelForeign for what no worker sent."""
    if not sealing.is_sealed(content) and content.lstrip()[:1] == _BARE_BRACE:
        return False  # it left in clear, with a reason
    return sealing.wants_passphrase(content)


def opened(vault: Vault, content: bytes, passphrase: str = "") -> bytes:
    """What is in it. Takes a second with a passphrase. Raises ParcelLocked, ParcelDamaged, ParcelForeign."""
    if not sealing.is_sealed(content):
        if wants_passphrase(content):
            raise ParcelForeign
        return content
    if sealing.wants_passphrase(content):
        return sealing.opened_with(" ".join(passphrase.split()), content)
    key = receiving_key(vault)
    if not key:
        raise ParcelLocked
    return sealing.opened_by(key, content)


def document_in(vault: Vault, content: bytes) -> Document:
    """The document behind these bytes. Raises ParcelTooBig, ParcelWrong, ParcelNewer, ParcelTwice."""
    if len(content) > MOST_MB * MEGABYTE:
        raise ParcelTooBig(MOST_MB)
    kind = _kind_of(content)
    try:
        found = kind.model_validate_json(content, strict=True)
    except ValidationError as error:
        raise ParcelWrong(".".join(str(part) for part in error.errors()[0]["loc"][:3])) from None
    if is_early(vault, found.id):
        raise ParcelWrong("id")
    refuse_twice(vault, found.id)
    return found


def refuse_twice(vault: Vault, parcel: str) -> None:
    """Raise ParcelTwice for what came in before."""
    for day in column(vault, "SELECT held_on FROM received WHERE parcel = :parcel", parcel=parcel):
        raise ParcelTwice(date.fromisoformat(day))


def is_early(vault: Vault, id_: str) -> bool:
    """Whether an id is from days to come: every new id has to exceed the newest, so it would spoil them all."""
    return UUID(id_).int >> 80 > int((vault.clock.now() + EARLY).timestamp() * 1000)


def _kind_of(content: bytes) -> type[HandOver] | type[Question] | type[Answer]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):  # no JSON, letters that are none, a number or a nesting without end
        raise ParcelWrong("1") from None
    if not isinstance(found, dict) or not isinstance(known := found.get("format"), str) or known not in KINDS:
        raise ParcelWrong("format")
    version = found.get("version")
    if type(version) is not int or not 1 <= version < 1000:
        raise ParcelWrong("version")
    if version > VERSION:
        raise ParcelNewer(version, VERSION)
    return KINDS[known]
