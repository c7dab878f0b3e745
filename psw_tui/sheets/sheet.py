"""A form about to be filled: its heading, the answers it starts with, where its draft lies, what saving it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psw_tui.language import Language
from psw_tui.records.answers import Raw, raw_of, says_more
from psw_tui.records.client import Client
from psw_tui.records.form import Form
from psw_tui.records.option import Option
from psw_tui.services import drafts, goals, support
from psw_tui.services.drafts import DraftPlace
from psw_tui.storage.vault import Vault

Save = Callable[[Vault, Any], Any]
"""Keeps the filled form and returns what came of it. May raise Refused, NotPossible, VaultError; nothing is lost then."""


@dataclass(frozen=True)
class Line:
    """A line above the questions; `strong` comes first and stands out where a screen can do that."""

    text: str = ""
    strong: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything about one filling-in of a form that is the same on a screen and at a prompt."""

    title: str
    form: type[Form]
    place: DraftPlace
    save: Save
    kept: Raw = field(default_factory=dict)
    """The draft: what was typed here before and not saved."""
    start: Raw = field(default_factory=dict)
    """The answers it begins with where there is no draft."""
    head: Sequence[Line] = ()
    lists: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    """By source name: what questions pick from."""
    context: Mapping[str, Any] = field(default_factory=dict)
    """Facts that conditions and rules look at besides the answers."""
    carried: Raw = field(default_factory=dict)
    """What a draft must remember besides the answers, such as the code made for a new client."""
    help_name: str = "forms"
    all_private: bool = False
    """The whole form is only for the worker."""

    @property
    def fresh(self) -> Raw:
        """The answers without the draft."""
        return raw_of(self.form()) | self.start

    @property
    def raw(self) -> Raw:
        """The answers as they stand."""
        return self.fresh | self.kept

    def says_something(self, answers: Raw) -> bool:
        """Whether anything was answered besides what the form begins with."""
        return says_more(self.form, answers, self.fresh)

    def keep(self, vault: Vault, answers: Raw) -> drafts.Room:
        """Put the answers down as a draft; says with what room. A form that says nothing new is no draft."""
        typed = answers | self.carried if self.says_something(answers) else {}
        return drafts.keep_draft(vault, self.place, typed)


def lists_of(vault: Vault, client: str, language: Language) -> dict[str, list[Option]]:
    """What a client's questions pick from."""
    today = vault.clock.today()
    contacts = support.contacts_of(vault, client)
    labels = {contact.id: contact.label for contact in contacts}
    return {
        "goals": [Option(goal.id, goal.words) for goal in goals.active_goals(vault, client)],
        "contacts": [Option(contact.id, contact.label) for contact in contacts],
        "permissions": [
            Option(
                permission.id,
                language.say(
                    "{whom}, until {day}",
                    whom=labels.get(permission.with_contact, "?"),
                    day=language.day(permission.until_on, today) if permission.until_on else "-",
                ),
            )
            for permission in support.permissions_of(vault, client)
        ],
    }


def notice(client: Client, language: Language) -> tuple[Line, ...]:
    """What the client asked not to be written, in view above every note."""
    if not client.do_not_write:
        return ()
    asked = language.say("Please do not write about: {things}", things="; ".join(client.do_not_write))
    return (Line(strong=asked),)
