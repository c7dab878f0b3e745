"""The forms about keeping a record on and about erasing it."""

from __future__ import annotations

from psw_tui.keeping_words import OUT_OF_REACH, SAY_WHY
from psw_tui.language import Language
from psw_tui.records.client import Client
from psw_tui.records.keeping import KeepOnForm
from psw_tui.records.leaving import ErasureForm
from psw_tui.services import erasing, keeping
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.sheets.sheet import Line, Sheet
from psw_tui.storage.vault import Vault


def ask_erasing(vault: Vault, client: Client, language: Language) -> Sheet:
    """Ask to erase a record. Raises OnHold, AskedToErase."""
    erasing.refuse_to_ask(vault, client)
    place = DraftPlace(erasing.FORM, client.id)
    return Sheet(
        language.say("Erase the record: {code}", code=client.code),
        ErasureForm,
        place,
        save=lambda vault, form: erasing.ask(vault, client, form),
        kept=draft_at(vault, place),
        head=[Line(strong=language.say(SAY_WHY)), Line(language.say(OUT_OF_REACH))],
        context={"code": client.code},
        help_name="keeping",
    )


def keep_on(vault: Vault, client: Client, language: Language) -> Sheet:
    """Keep a record on until a day."""
    place = DraftPlace("keep_on", client.id)
    return Sheet(
        language.say("Keep on: {code}", code=client.code),
        KeepOnForm,
        place,
        save=lambda vault, form: keeping.keep_on(vault, client, form),
        kept=draft_at(vault, place),
        help_name="keeping",
    )
