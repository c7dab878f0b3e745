"""Safety: the crisis card, notes of what was seen and done, and what nobody was told about yet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from psw_tui.crisis import CrisisFileWrong, crisis_lines
from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.language import LANGUAGES, Language, speak
from psw_tui.plain.desk import Desk
from psw_tui.plain.filling import fill
from psw_tui.plain.listing import Listed
from psw_tui.plain.rooms.people import emergency
from psw_tui.plain.talk import Back, Leave, Talk
from psw_tui.plain.telling import explain, tell_record
from psw_tui.records.choices import YesNo
from psw_tui.records.client import Client
from psw_tui.records.safety_note import SafetyNote
from psw_tui.sentences import sentence
from psw_tui.services import clients, safety
from psw_tui.services.errors import NotPossible
from psw_tui.services.settings import settings
from psw_tui.sheets import safety as sheets
from psw_tui.sheets.reader import reader_of
from psw_tui.storage.errors import VaultError
from psw_tui.when_words import noted_at

HELP = "safety"
SHARE_NOW = N_("Write down now what you shared, with whom, and why it could not wait?")


def tell_card(talk: Talk, country: str, spoken: Language, on_call: str | None = None) -> None:
    """Whom to call: numbers first, the agency's own among them. `on_call` is None while no vault is open."""
    talk.tell()
    talk.tell(spoken.say(N_("Crisis card")))
    try:
        lines = [(line.number, line.words[spoken.code]) for line in crisis_lines(country)]
    except CrisisFileWrong as wrong:
        talk.wrong(sentence(wrong, spoken))
        lines = []
    for number, words in lines:
        if number:
            talk.tell(f"{number}  {words}")
    if on_call is not None:
        own = spoken.say(N_("Your agency's on-call"))
        talk.tell(
            f"{on_call}  {own}" if on_call.strip() else spoken.say(N_("No on-call number is set: see the options."))
        )
    for number, words in lines:
        if not number:
            talk.tell(words)
    talk.tell(spoken.say(N_("This program calls nobody and tells nobody.")))
    talk.tell()


def card_of(desk: Desk, client_id: str = "") -> None:
    """The card, in the client's language where one is known. It comes up whatever else goes wrong."""
    client_id = client_id or desk.client
    country, on_call, spoken = "ca", "", desk.language
    try:
        found = settings(desk.vault)
        country, on_call = str(found.country), found.on_call_phone
        if client_id and (code := str(clients.client_by_id(desk.vault, client_id).language)) in LANGUAGES:
            spoken = speak(code)
    except (NotPossible, VaultError, KeyError):
        desk.tell()
    tell_card(desk.talk, country, spoken, on_call)


def worry(desk: Desk, client: Client, debrief: str) -> None:
    """After a debrief with a worry: the card, then the note. It counts as begun, so that it is asked for again."""
    sheets.begin_note(desk.vault, client, debrief)
    card_of(desk, client.id)
    new_note(desk, client, debrief)


def new_note(desk: Desk, client: Client, debrief: str = "") -> None:
    """A new safety note."""
    saved = fill(desk, partial(sheets.new_note, desk.vault, client, desk.language, debrief))
    _share(desk, client, saved)


def go_on(desk: Desk, client: Client, note_id: str) -> None:
    """The draft of a note: of a kept one, or of a new one."""
    found = {note.id: note for note in safety.safety_notes_of(desk.vault, client.id)}
    if note_id in found:
        _change(desk, client, found[note_id])
    else:
        new_note(desk, client)


def notes_room(desk: Desk, client: Client) -> None:
    """The list of safety notes, again and again, until it is left."""
    while True:
        notes = safety.safety_notes_of(desk.vault, client.id)
        lines = [_line(desk, note) for note in notes]
        listed = Listed(desk, lines, {KEYS["safety.add"]: desk.say(N_("new note"))}, partial(explain, desk, HELP))
        try:
            chosen = listed.choose(partial(_head, desk, client, empty=not notes))
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(_act, desk, client, notes[chosen]))
        else:
            desk.attempt(partial(new_note, desk, client))


def read_note(desk: Desk, client: Client, note: SafetyNote) -> None:
    """One safety note."""
    desk.tell()
    heading = f"{desk.say(N_('Safety note: {code}'), code=client.code)}, {_line(desk, note)}"
    tell_record(desk, heading, reader_of(desk.vault, client.id, desk.language), note)


def untold_lines(desk: Desk) -> Iterator[str]:
    """Whom to tell, as long as nobody was told."""
    for note in safety.untold(desk.vault):
        noted = noted_at(desk.language, desk.vault.clock, note.at)
        yield desk.say(N_("Tell supervisor about {code} (noted {time})"), code=note.code, time=noted)


def _act(desk: Desk, client: Client, note: SafetyNote) -> None:
    verbs = [desk.say(words) for words in (N_("go on"), N_("check-in done"), N_("read"))]
    match desk.talk.pick(_line(desk, note), verbs, partial(explain, desk, HELP)):
        case 0:
            _change(desk, client, note)
        case 1:
            safety.check_in_done(desk.vault, note.id)
        case _:
            read_note(desk, client, note)


def _change(desk: Desk, client: Client, note: SafetyNote) -> None:
    saved = fill(desk, partial(sheets.change_note, desk.vault, client, note, desk.language))
    if note.shared_without_permission != YesNo.YES:
        _share(desk, client, saved)


def _share(desk: Desk, client: Client, saved: SafetyNote | None) -> None:
    """What was shared without permission belongs in the log of what was shared."""
    if saved is None or saved.shared_without_permission != YesNo.YES:
        return
    if desk.talk.confirm(desk.say(SHARE_NOW), desk.say(N_("write it down")), desk.say(N_("later"))):
        emergency(desk, client)


def _head(desk: Desk, client: Client, *, empty: bool) -> None:
    desk.tell()
    desk.tell(desk.say(N_("Safety notes: {code}"), code=client.code))
    if empty:
        desk.tell(desk.say(N_("No safety note. {key:safety.add} writes one; {key:list.crisis} shows whom to call.")))


def _line(desk: Desk, note: SafetyNote) -> str:
    told = desk.say(N_("told")) if safety.is_told(note.told) else desk.say(N_("nobody told yet"))
    if note.next_check_done_on:
        check = desk.say(N_("check-in done {day}"), day=desk.day(note.next_check_done_on))
    else:
        check = desk.say(N_("check-in {day} {time}"), day=desk.day(note.next_check_on), time=note.next_check_at)
    noted = noted_at(desk.language, desk.vault.clock, note.at)
    return f"{desk.language.before(noted)} {told}; {check}"
