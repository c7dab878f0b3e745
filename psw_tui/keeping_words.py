"""How it stands with the keeping of records, in words: the same on screens, at prompts and on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from psw_tui.backups import Backup
from psw_tui.domain.clock import Clock
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.leaving import Erasure
from psw_tui.services.client_page import ClientPage
from psw_tui.services.erasing import from_when
from psw_tui.services.keeping import Kept, Standing
from psw_tui.services.remains import Remains

NOBODY = N_("Nobody is due for review, nothing waits to be erased, and nothing was erased.")
NO_YEARS = N_("In the options you can say how many years a record is kept.")

ASK = N_(
    "Erase the record of {code} for good? Every note, goal, step and permission goes, with all drafts. Nobody can bring it"
    " back from here."
)
LEFT = N_("The record of {code} was erased.")
OUT_OF_REACH = N_(
    "Backups on sticks, printed papers and files you gave away are out of reach from here. Take those away yourself."
)
NONE_HOLD_IT = N_("No backup beside the vault holds it.")
COMES_BACK = N_("Whoever brings one of them back brings the record back.")
BY_THEMSELVES = N_(
    "They go by themselves as new ones are made: 2 newest, 7 daily and 4 weekly ones are kept. One from before an update"
    " can stay longer."
)
SAY_WHY = N_("Nothing is erased yet. After 24 hours you can confirm it, and until then you can call it off.")


def standing_words(kept: Kept, language: Language) -> str:
    """Whose record it is, and how it stands with it."""
    return f"{kept.code}  {language.say(kept.standing.label)}"


def why_words(kept: Kept, language: Language, clock: Clock) -> str:
    """Why it stands so, and since when or until when."""
    if kept.erasure is not None:
        return _asked(kept, kept.erasure, language, clock)
    if kept.review_on is not None and kept.standing is Standing.DUE:
        again = language.say("to be decided again on {day}", day=language.whole_day(kept.review_on))
        return f"{again}, {_contact(kept, language)}"
    return _contact(kept, language)


def keeping_lines(page: ClientPage, language: Language, clock: Clock) -> list[str]:
    """What stands on top of a client's page about the keeping of it; nothing for most."""
    told = []
    if page.client.hold:
        told.append(language.say("On hold: this record must be kept, it is not erased."))
    if page.erasure is not None:
        when = moment(from_when(page.erasure), language, clock)
        waits = (
            "Waits to be erased: from {when} on, {key:caseload.keeping} on the caseload confirms it or calls it off."
        )
        told.append(language.say(waits, when=when))
    elif page.client.review_on is not None and page.client.review_on <= clock.today():
        day = language.whole_day(page.client.review_on)
        told.append(language.say("To be decided again since {day}: is this record kept on?", day=day))
    return told


def backups_of(backups: Sequence[Backup], language: Language, clock: Clock) -> str:
    """When these were made, the newest first."""
    return "; ".join(moment(backup.made_at, language, clock) for backup in backups)


def remains_words(erasure: Erasure, left: Remains, language: Language, clock: Clock) -> list[str]:
    """What backups still know of an erased record, as paragraphs."""
    told = [language.say(LEFT, code=erasure.code)]
    if left.holding:
        still = language.say_n(
            "The record is still in {n} backup beside the vault:",
            "The record is still in {n} backups beside the vault:",
            len(left.holding),
        )
        told.append(f"{still} {backups_of(left.holding, language, clock)}.")
        told += [language.say(COMES_BACK), language.say(BY_THEMSELVES)]
    elif not left.unread:
        told.append(language.say(NONE_HOLD_IT))
    if left.unread:
        days = backups_of(left.unread, language, clock)
        told.append(language.say("These cannot be read, so nobody knows: {days}.", days=days))
    return [*told, language.say(OUT_OF_REACH)]


def remove_question(code: str, count: int, language: Language) -> str:
    """Whether so many backups go too."""
    return language.say_n(
        "Take away the one backup that holds the record of {code}? What is only in it is gone then.",
        "Take away the {n} backups that hold the record of {code}? What is only in them is gone then.",
        count,
        code=code,
    )


def moment(instant: datetime, language: Language, clock: Clock) -> str:
    """The day and the time on the worker's own clock."""
    local = clock.local(instant)
    return f"{language.whole_day(local.date())} {local:%H:%M}"


def _asked(kept: Kept, erasure: Erasure, language: Language, clock: Clock) -> str:
    about = f"{erasure.reason} ({erasure.asked_by})" if erasure.asked_by else erasure.reason
    if erasure.ended_at is not None:
        return f"{moment(erasure.ended_at, language, clock)}, {about}"
    if kept.hold:
        return f"{language.say('on hold, so it cannot be confirmed')}, {about}"
    if clock.now() >= from_when(erasure):
        return f"{language.say('can be confirmed now')}, {about}"
    when = moment(from_when(erasure), language, clock)
    return f"{language.say('can be confirmed from {when} on', when=when)}, {about}"


def _contact(kept: Kept, language: Language) -> str:
    words = N_("last contact {day}") if kept.met else N_("no contact written, met {day}")
    return language.say(words, day=language.whole_day(kept.last) if kept.last else "-")
