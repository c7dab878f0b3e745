"""The forms about a client as such, and the program's settings."""

from __future__ import annotations

from psw_tui.language import Language
from psw_tui.records.answers import raw_of
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.setting import FirstDayForm, SettingForm
from psw_tui.services import clients, settings
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.sheets.sheet import Line, Sheet
from psw_tui.storage.vault import Vault


def new_client(vault: Vault, language: Language) -> Sheet:
    """A new client, with a code made for them. Raises NoCodeLeft."""
    place = DraftPlace("client")
    kept = draft_at(vault, place)
    code = kept.pop("code", "") or clients.propose_code(vault)
    # Most often the two of them share the language the worker reads.
    start = {
        "met_on": vault.clock.today().isoformat(),
        "rhythm": str(settings.settings(vault).rhythm),
        "language": language.code,
        "note_language": language.code,
    }
    return Sheet(
        language.say("New client: {code}", code=code),
        ClientForm,
        place,
        save=lambda vault, form: clients.add_client(vault, form, code),
        kept=kept,
        start=start,
        carried={"code": code},
        help_name="add_client",
    )


def change_client(vault: Vault, client: Client) -> Sheet:
    """What is kept about a client; what was there before stays in the log."""
    place = DraftPlace("client", client.id, client.id)
    return Sheet(
        client.code,
        ClientForm,
        place,
        save=lambda vault, form: clients.change_client(vault, client, form),
        kept=draft_at(vault, place),
        start=raw_of(client),
        help_name="add_client",
    )


def first_day(vault: Vault, language: Language) -> Sheet:
    """What of the settings matters on the first day. What is typed and not saved waits as a draft of the options."""
    present = raw_of(settings.settings(vault))
    return Sheet(
        language.say("{n} of {all}: {title}", n=4, all=5, title=language.say("your rhythm")),
        FirstDayForm,
        DraftPlace("options"),
        save=settings.settle_in,
        start={name: present[name] for name in FirstDayForm.model_fields},
        head=(
            Line(language.say("How your day goes. Every answer may stay as it is; Enter goes on.")),
            Line(language.say("Later all of this is in the options.")),
        ),
        help_name="set_up",
    )


def options(vault: Vault, language: Language) -> Sheet:
    """The program's settings."""
    place = DraftPlace("options")
    return Sheet(
        language.say("Options"),
        SettingForm,
        place,
        save=settings.change_settings,
        kept=draft_at(vault, place),
        start=raw_of(settings.settings(vault)),
        help_name="options",
    )
