"""`psw-tui handover`, `takein` and `key`: what goes to another worker's vault, and what comes from one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from psw_tui import parcel_words as words
from psw_tui.cli.opening import opened, path_of, refuse_two_from_input, secret
from psw_tui.cli.request import DONE, Request
from psw_tui.cli.watching import waiting
from psw_tui.columns import paragraph
from psw_tui.ending import ending_tidily
from psw_tui.records.leaving import Lock
from psw_tui.records.parcel import HandOverForm, HandOverPart
from psw_tui.services import envelope
from psw_tui.services.answering import asked_about, take_answer
from psw_tui.services.clients import client_by_code
from psw_tui.services.envelope import Answer, HandOver, Question
from psw_tui.services.handing_over import hand_over, look, take_in
from psw_tui.services.handing_over.packing import travelling
from psw_tui.services.receiving import recipient
from psw_tui.services.settings import sign_as_worker
from psw_tui.storage.vault import Vault


def hand_over_client(request: Request) -> int:
    """Let a client's record leave, or with --dry-run only say what would."""
    asked = request.asked
    form = _form(request)
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        client = client_by_code(vault, asked.code)
        if asked.dry_run:
            rows = Counter(row.NAME for row in travelling(vault, client, form.parts))
            _tell(request, [*words.parts_counted(rows, request.language), request.say(words.NEVER_IN_IT)])
            _tell(request, [request.say("This was a trial: nothing was written.")])
            return DONE
        with waiting(request):
            left = hand_over(vault, client, form, language=request.language.code)
    for line in words.left_words(left, request.language, locked=form.lock is Lock.RECIPIENT):
        request.tell(line)
    return DONE


def take_in_file(request: Request) -> int:
    """Take in what is in a file, or with --dry-run only say what it is."""
    asked = request.asked
    refuse_two_from_input(request, asked.passphrase_file, asked.parcel_passphrase_file)
    content = envelope.read_file(path_of(asked.file))
    six_words = ""
    if envelope.wants_passphrase(content):
        six_words = secret(request, asked.parcel_passphrase_file, request.say("The six words that open the file: "))
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        with waiting(request):
            document = envelope.document_in(vault, envelope.opened(vault, content, six_words))
        match document:
            case HandOver():
                _take_client(request, vault, document)
            case Answer():
                _take_answer(request, vault, document)
            case Question():
                _tell(request, words.question_words(document, request.language))
                _tell(request, [request.say("Answer it in the app: open it there, and the answer goes back locked.")])
    return DONE


def show_key(request: Request) -> int:
    """Print what others lock with."""
    with opened(request) as vault:
        sign_as_worker(vault)
        request.tell(recipient(vault))
    return DONE


def _form(request: Request) -> HandOverForm:
    asked = request.asked
    lock = Lock.RECIPIENT if asked.recipient else Lock.CLEAR if asked.in_clear else Lock.PASSPHRASE
    return HandOverForm(
        parts=[part for part in HandOverPart if part not in asked.without],
        names=asked.names,
        go_on=asked.go_on,
        lock=lock,
        recipient=asked.recipient,
        place=asked.to,
        to_whom=asked.whom,
        why=asked.in_clear,
    )


def _take_client(request: Request, vault: Vault, document: HandOver) -> None:
    incoming = look(vault, document)
    _tell(request, words.preview(incoming, request.language))
    if request.asked.dry_run:
        _tell(request, [request.say("This was a trial: nothing was written.")])
        return
    client = take_in(vault, incoming, request.say)
    _tell(request, [request.say("{code} came in.", code=client.code)])


def _take_answer(request: Request, vault: Vault, answer: Answer) -> None:
    asked_about(vault, answer)
    _tell(request, [request.say("An answer about {code}, from {who}:", code=answer.code, who=answer.from_whom)])
    _tell(request, [answer.advised])
    if request.asked.dry_run:
        _tell(request, [request.say("This was a trial: nothing was written.")])
        return
    take_answer(vault, answer, request.say)
    _tell(request, [request.say("It stands in step 6. Write there what you will do, then the step is done.")])


def _tell(request: Request, lines: Iterable[str]) -> None:
    for line in lines:
        for shown in paragraph(line):
            request.tell(shown)
