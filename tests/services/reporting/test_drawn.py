"""Each paper as the file it becomes: it says what the document says, and nothing of the worker's own steps but in their log."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from psw_tui.domain.steps import State
from psw_tui.language import LANGUAGES
from psw_tui.records.client import Client
from psw_tui.records.leaving import Paper
from psw_tui.records.papers import WrittenAs
from psw_tui.records.steps.refer import Refer
from psw_tui.records.support import Permission
from psw_tui.reports.drawing import draw
from psw_tui.services.reporting import Wanted, make
from psw_tui.services.reporting.subjects import ABOUT_ONE, ABOUT_WORK
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.services.canaries import Planted, plant, text_of


@pytest.fixture
def planted(vault: Vault, client: Client) -> Planted:
    """Somebody about whom every paper can be made: they agreed to a referral, and to what may be shared for it."""
    planted = plant(vault, client)
    today = vault.clock.today()
    terms = {"agreed": "yes", "direction": "both", "given_on": today, "until_on": today + timedelta(days=9)}
    with writing(vault) as tx:
        permission: Permission = planted.row("permission")
        tx.change(Permission, permission.id, **terms, how_given="signed_paper", withdrawn_on=None)
        referral: Refer = planted.row("step_refer")
        wanted = {"agreed": "yes", "to_contact": permission.with_contact, "changed_their_mind_on": None}
        tx.change(Refer, referral.id, **wanted, permission=permission.id, state=State.STARTED)
    return planted


def words_of(raw: bytes, kind: WrittenAs) -> str:
    """What a person reads in the file."""
    if kind is not WrittenAs.PDF:
        return raw.decode("utf-8-sig")
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", [*ABOUT_ONE, *ABOUT_WORK])
def test_every_file_says_what_it_must_and_nothing_private(
    vault: Vault, planted: Planted, paper: Paper, language: str
) -> None:
    about = {Paper.REFERRAL: "step_refer", Paper.PERMISSION: "permission"}
    row = planted.row(about[paper]).id if paper in about else ""
    document = make(vault, Wanted(paper, language, planted.client.id if paper in ABOUT_ONE else "", row))
    wanted = planted.told(text_of(document))
    may = planted.where("client", "goes_by") if paper is Paper.OWN_COPY else set()
    for kind in WrittenAs:
        said = words_of(draw(document, kind), kind)
        assert planted.told(said) == wanted, kind
        if paper is Paper.LEARNING:
            assert wanted <= planted.where("step_learn") | planted.where("step_reflect")
        else:
            assert planted.leaked(said) <= may, kind
    assert wanted or paper is Paper.PROGRAM  # the program report has no words of anybody


def test_the_learning_log_holds_the_worker_s_own_words(vault: Vault, planted: Planted) -> None:
    said = words_of(draw(make(vault, Wanted(Paper.LEARNING, "en")), WrittenAs.PDF), WrittenAs.PDF)
    assert planted.where("step_learn", "learned") <= planted.told(said)
