"""The form by which a client is shared with the team: who would read them, what never goes, and that they agreed."""

from __future__ import annotations

from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.choices import YesNo
from psw_tui.records.client import Client
from psw_tui.records.sharing import ShareForm
from psw_tui.services.drafts import DraftPlace, draft_at, drop_draft
from psw_tui.services.teamwork.sharing import refuse_to_share, share_client, who_would_read
from psw_tui.sheets.sheet import Line, Sheet
from psw_tui.storage.vault import Vault

FORM = "sharing"
"""What a draft of it is called."""

TALK_FIRST = N_("Talk with {code} first: who reads it, and that they can say no. Saying no changes nothing else.")
NOBODY_YET = N_("Nobody else is in the team yet. Whoever comes later reads it too.")
WHAT_GOES = N_("What goes: their whole record from the beginning, and all that is written from now on.")
NEVER_GOES = N_("What never goes: your reflections (steps 1 and 9), your own follow-ups about them, and drafts.")


def share(vault: Vault, client: Client, language: Language) -> Sheet:
    """Ask whether they agreed. Saving gives whether the team reads the record now. Raises as `refuse_to_share` does."""
    refuse_to_share(vault, client.id)
    place = DraftPlace(FORM, client.id)
    names = ", ".join(map(one_line, who_would_read(vault)))

    def save(vault: Vault, form: ShareForm) -> bool:
        if form.agreed == YesNo.YES and form.agreed_on is not None:
            share_client(vault, client.id, form.agreed_on)
        drop_draft(vault, place)
        return form.agreed == YesNo.YES

    who = language.say("Who would read it: {names}", names=names) if names else language.say(NOBODY_YET)
    return Sheet(
        language.say("Share with the team: {code}", code=client.code),
        ShareForm,
        place,
        save=save,
        kept=draft_at(vault, place),
        start={"agreed_on": vault.clock.today().isoformat()},
        head=[
            Line(language.say(TALK_FIRST, code=client.code)),
            Line(who),
            Line(language.say(WHAT_GOES)),
            Line(language.say(NEVER_GOES)),
        ],
        help_name="team",
    )
