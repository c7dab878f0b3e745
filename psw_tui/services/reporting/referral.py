"""A referral letter: only what the permission lists, what it is for, and how long it holds (DOMAIN 4.6, step 7).

What they need help with, what they said, the notes and the name of the contact stay out: none of it is on the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from psw_tui.domain.text import plain
from psw_tui.domain.words import N_
from psw_tui.records.choices import Told
from psw_tui.reports.document import Blank, Block, Document, Heading, Paragraph
from psw_tui.services.errors import NotOnTheList
from psw_tui.services.letters import Letter, letter_of
from psw_tui.services.reporting.making import Wanted
from psw_tui.storage.vault import Vault

LINES_BY_HAND = 3
ABOUT = N_("This letter is about {who}. It is written with their permission.")
ABOUT_BLANK = N_("This letter is about the person named below. It is written with their permission.")
WHAT_I_AM = N_("I am a peer support worker. I walk beside people, as an equal. I do not assess and I do not treat.")
HOLDS = N_("The permission was given on {given}. It holds until {until} at the latest.")
TAKEN_BACK = N_(
    "They can take it back at any time. From then on I share nothing more, and I ask you to use nothing more of this letter."
)
MAY_BE_PASSED_ON = N_(
    "They were told that what is written here may be passed on. Even so, please ask them before you do."
)
NOT_PASSED_ON = N_("Please pass nothing of this on without asking them first.")
PART_2 = N_("42 CFR part 2 prohibits unauthorized use or disclosure of these records.")
"""What a program under 42 CFR Part 2 says with everything it discloses (2.32)."""


def build(vault: Vault, wanted: Wanted) -> Document:
    """The letter to one referral. Raises as `letter_of` does, and NotOnTheList for a text under anything else."""
    letter = letter_of(vault, wanted.client, wanted.row)
    texts = _texts(letter, wanted)
    say = wanted.words.say
    return Document(
        title=say("Referral letter"),
        language=wanted.words.code,
        about=tuple(_head(letter, wanted, vault)),
        blocks=(
            *_beginning(letter, wanted),
            *_what(wanted, texts),
            *_permission(letter, wanted),
            *_end(letter, wanted),
        ),
        footer=say("Confidential. It is for the person it is addressed to."),
        stem="referral-letter",
    )


def _texts(letter: Letter, wanted: Wanted) -> dict[str, str]:
    """What is said under each item, in the order of the permission. Raises NotOnTheList."""
    if not set(wanted.texts) <= set(letter.items):
        raise NotOnTheList
    chosen = [item for item in letter.items if not wanted.texts or item in wanted.texts]
    if not chosen:
        raise NotOnTheList
    return {item: plain(wanted.texts.get(item, "")).strip() for item in chosen}


def _head(letter: Letter, wanted: Wanted, vault: Vault) -> Iterator[str]:
    say, setting = wanted.words.say, letter.setting
    yield say("To {whom}", whom=letter.contact.label)
    yield say("From {whom}", whom=f"{setting.worker}, {setting.team}" if setting.team.strip() else setting.worker)
    yield wanted.words.whole_day(vault.clock.today())


def _beginning(letter: Letter, wanted: Wanted) -> Iterator[Block]:
    say, name = wanted.words.say, letter.client.goes_by.strip()
    if wanted.with_name and not name:
        yield Paragraph(say(ABOUT_BLANK))
        yield Blank(say("Their name"))
    else:
        yield Paragraph(say(ABOUT, who=name if wanted.with_name else letter.client.code))
    yield Paragraph(say(WHAT_I_AM))
    yield Heading(say("What this letter is for"))
    yield Paragraph(letter.permission.purpose)


def _what(wanted: Wanted, texts: dict[str, str]) -> Iterator[Block]:
    """Each item that was chosen, with what is said under it or with lines to write on."""
    say = wanted.words.say
    yield Heading(say("What they let me tell you"))
    for item, text in texts.items():
        yield Heading(item, 3)
        yield Paragraph(text) if text else Blank(say("To be written by hand"), LINES_BY_HAND)


def _permission(letter: Letter, wanted: Wanted) -> Iterator[Block]:
    words, permission = wanted.words, letter.permission
    yield Heading(words.say("The permission"))
    if permission.given_on is not None and permission.until_on is not None:
        given, until = words.whole_day(permission.given_on), words.whole_day(permission.until_on)
        yield Paragraph(words.say(HOLDS, given=given, until=until))
    yield Paragraph(words.say(TAKEN_BACK))
    told = permission.told_may_be_reshared == Told.YES
    yield Paragraph(words.say(MAY_BE_PASSED_ON if told else NOT_PASSED_ON))
    if letter.setting.part_2_program:
        yield Paragraph(words.say(PART_2), strong=True)


def _end(letter: Letter, wanted: Wanted) -> Iterator[Block]:
    say = wanted.words.say
    yield Heading(say("How to reach us"))
    yield Paragraph(", ".join(filter(None, [letter.setting.worker.strip(), letter.setting.team.strip()])))
    yield Blank(say("Phone or address"))
    yield Blank(say("Signature"))
