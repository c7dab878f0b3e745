"""The one row of settings, and the worker whose label signs the log."""

from __future__ import annotations

from psw_tui.records.setting import THE_ONLY_ID, Colours, FirstDayForm, Setting, SettingForm, Showing
from psw_tui.storage.read import reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing


def settings(vault: Vault) -> Setting:
    """The settings of this vault. Raises KeyError for a vault whose set-up was cut short."""
    with reading(vault) as session:
        found = session.get(Setting, THE_ONLY_ID)
    if found is None:
        raise KeyError(THE_ONLY_ID)
    return found


def first_settings(vault: Vault, form: SettingForm) -> None:
    """Write the settings of a new vault and sign everything after it with the worker's label."""
    vault.author = form.worker
    with writing(vault) as tx:
        tx.add(Setting(**form.model_dump(), id=THE_ONLY_ID, made_at=vault.clock.now()))


def sign_as_worker(vault: Vault) -> Setting:
    """After unlocking: let the log be signed by the worker of this vault. Returns the settings."""
    found = settings(vault)
    vault.author = found.worker
    return found


def change_settings(vault: Vault, form: SettingForm) -> Setting:
    """Write the settings that differ; the log is signed with the label as it is from now on."""
    present = settings(vault)
    changed = {name: new for name in SettingForm.model_fields if (new := getattr(form, name)) != getattr(present, name)}
    vault.author = form.worker
    with writing(vault) as tx:
        tx.drop_draft("", "options", "")
        return tx.change(Setting, THE_ONLY_ID, **changed) if changed else present


def settle_in(vault: Vault, form: FirstDayForm) -> Setting:
    """Write what was asked on the first day; everything else stays as it is."""
    present = settings(vault)
    stands = {name: getattr(present, name) for name in SettingForm.model_fields}
    return change_settings(vault, SettingForm.model_validate(stands | form.model_dump()))


def keep_colours(vault: Vault, colours: str) -> None:
    """Begin with these colours from now on. Raises ValueError for no colours."""
    with writing(vault) as tx:
        tx.change(Setting, THE_ONLY_ID, colours=Colours(colours))


def begin_with(vault: Vault, showing: Showing) -> None:
    """Let the caseload begin with these clients from now on. What is typed in the options and not saved stays."""
    if settings(vault).showing != showing:
        with writing(vault) as tx:
            tx.change(Setting, THE_ONLY_ID, showing=showing)
