"""Writing the practice people into an open vault, many rows to a commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from psw_tui.progress import Doing, Progress
from psw_tui.records.choices import NoteLanguage
from psw_tui.records.row import Row
from psw_tui.records.setting import THE_ONLY_ID, Setting, SettingForm
from psw_tui.services.clients import code_words
from psw_tui.services.errors import CodeTaken, PracticeFileWrong
from psw_tui.services.practice.around import add_contacts, add_permissions, add_safety_notes, add_shared
from psw_tui.services.practice.days import Days
from psw_tui.services.practice.looks import add_fresh_looks
from psw_tui.services.practice.people import Person, PracticeFile, practice_file
from psw_tui.services.practice.record import add_client, add_debriefs, add_follow_ups, add_goals
from psw_tui.services.practice.sheet import Sheet
from psw_tui.services.practice.varied import more_people
from psw_tui.services.settings import first_settings, sign_as_worker
from psw_tui.storage.read import listing, reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

WORKER = "practice"

CLIENTS_A_COMMIT = 200
"""Few commits, and yet no write-ahead log that outgrows the vault."""

_PARTS = (
    add_client,
    add_contacts,
    add_permissions,
    add_goals,
    add_debriefs,
    add_follow_ups,
    add_shared,
    add_safety_notes,
    add_fresh_looks,
)


def fill(
    vault: Vault,
    *,
    clients: int | None = None,
    language: NoteLanguage = NoteLanguage.EN,
    file: PracticeFile | None = None,
    say: Callable[[str], str] = str,
    progress: Progress | None = None,
) -> None:
    """Write the twelve practice clients; the first `clients` of them, or with so many more made after them.

    `file` is another one than the caseload of the demo. `say` translates the few follow-ups whose words are the
    program's. Raises CodeTaken for a vault that has one of them, PracticeFileWrong and Cancelled; a crowd already
    written before that stays.
    """
    file = file or practice_file()
    progress = progress or Progress()
    progress.at(Doing.MAKING)
    people = list(_people(file, clients))
    _refuse_taken(vault, people)
    _settle(vault, file, language)
    days = Days(vault.clock, vault.clock.today())
    done = 0
    for some in _batches(people):
        sheets = []
        for person in some:
            progress.at(Doing.MAKING, done, len(people))
            sheets.append(_rows_of(Sheet(person, days, vault.new_id, say)))
            done += 1
        with writing(vault) as tx:
            for sheet in sheets:
                progress.at(Doing.MAKING, done, len(people))
                for row in sheet:
                    tx.add(row)


def _rows_of(sheet: Sheet) -> Sequence[Row]:
    """Every row of one practice client, in the order they can be written."""
    try:
        for add in _PARTS:
            add(sheet)
    except (KeyError, ValueError, TypeError, AttributeError) as trouble:  # whatever an edited file may hold
        raise PracticeFileWrong(str(sheet.person.get("code", ""))) from trouble
    return sheet.rows


def _people(file: PracticeFile, clients: int | None) -> Iterator[Person]:
    wanted = len(file.people) if clients is None else clients
    yield from file.people[:wanted]
    yield from more_people(file.people, wanted - len(file.people), code_words())


def _batches(people: Iterable[Person]) -> Iterator[list[Person]]:
    left = iter(people)
    while some := list(islice(left, CLIENTS_A_COMMIT)):
        yield some


def _refuse_taken(vault: Vault, people: Sequence[Person]) -> None:
    taken = {str(row["code"]) for row in listing(vault, "SELECT code FROM client")}
    for person in people:
        if person["code"] in taken:
            raise CodeTaken(person["code"])


def _settle(vault: Vault, file: PracticeFile, language: NoteLanguage) -> None:
    """The settings of the practice house, unless this vault has its own."""
    with reading(vault) as session:
        settled = session.get(Setting, THE_ONLY_ID) is not None
    if settled:
        sign_as_worker(vault)
        return
    house = {name: file.house[name] for name in ("team", "supervisor", "on_call_phone")}
    first_settings(vault, SettingForm.model_validate(house | {"worker": WORKER, "language": language}))
