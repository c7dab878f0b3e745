"""Where a permission stands, in words."""

from __future__ import annotations

from datetime import date

from psw_tui.domain.permission import PermissionStatus, status
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.choices import YesNo
from psw_tui.records.gates import terms_of
from psw_tui.records.support import Permission

STATUS_WORDS = {
    PermissionStatus.NOT_BEGUN: N_("has not begun"),
    PermissionStatus.IN_FORCE: N_("in force"),
    PermissionStatus.ENDS_SOON: N_("ends soon"),
    PermissionStatus.ENDED: N_("ended"),
    PermissionStatus.WITHDRAWN: N_("taken back"),
}


def standing(permission: Permission, today: date, language: Language, *, on_paper: bool = False) -> str:
    """Where it stands today, in words and with its day; on paper with the year of that day."""
    if permission.agreed == YesNo.NO:
        return language.say("they said no")
    terms = terms_of(permission)
    if terms is None:
        return "-"
    stands = status(terms, today)
    day = permission.withdrawn_on if stands is PermissionStatus.WITHDRAWN else permission.until_on
    said = language.whole_day(day) if day and on_paper else language.day(day, today) if day else "-"
    words = language.say(STATUS_WORDS[stands])
    if stands in (PermissionStatus.WITHDRAWN, PermissionStatus.ENDED):
        return language.say("{status} {day}", status=words, day=said)
    return language.say("{status}, until {day}", status=words, day=said)
