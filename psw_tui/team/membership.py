"""The team a vault is in: founded, joined by a letter, left by a new key. Its keys lie in one row of the vault."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from psw_tui.storage.errors import (
    ChangeForged,
    DeviceUnknown,
    LetterForAnother,
    LetterNewer,
    LetterUnreadable,
    NotInTeam,
    ParcelDamaged,
    ParcelForeign,
    ParcelLocked,
    StickOfAnotherTeam,
)
from psw_tui.storage.read import listing
from psw_tui.storage.sealing import new_identity, opened_by
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team import letters
from psw_tui.team.fold import this_device
from psw_tui.team.kept import all_keys, keep, put, put_member, row_of, stored
from psw_tui.team.keys import Card, Keys, Member, new_seed
from psw_tui.team.letters import Letter


def prepare(vault: Vault) -> Card:
    """This laptop's card, to be enrolled with; it gets its keys where it has none, as after restoring a backup."""
    row = row_of(vault)
    device = this_device(vault)
    seeds = dict(json.loads(row["seeds"]))
    if device not in seeds or not row["identity"]:
        seeds[device] = new_seed().hex()
        identity = row["identity"] or new_identity()
        with writing(vault) as tx:
            put(tx, seeds=json.dumps(seeds), identity=identity, letters_due=int(bool(row["id"])))
    return letters.own_card(all_keys(vault), device, vault.author)


def adopt(vault: Vault, device: str, since: int) -> None:
    """Tell on, under one more name of this vault, what another device told here and a copy of it did not.

    Whoever has it does this, so that nothing is lost where its own laptop can tell it no more. Should it do so yet, it is
    the same line twice, which counts once.
    """
    with writing(vault) as tx:
        seeds = dict(json.loads(tx.ask("SELECT seeds FROM team")[0][0]))
        seeds[tx.adopt(device, since)] = new_seed().hex()
        put(tx, seeds=json.dumps(seeds), letters_due=1)


def found(vault: Vault, name: str) -> Keys:
    """A new team with this laptop in it."""
    prepare(vault)
    keys = letters.with_new_key(replace(all_keys(vault), team=vault.new_id(), name=name))
    with writing(vault) as tx:
        put(tx, id=keys.team, name=name, epoch=keys.epoch, keys=stored(keys))
    return keys


def keys_of(vault: Vault) -> Keys:
    """The keys of the team this vault is in. Raises NotInTeam."""
    keys = all_keys(vault)
    if not keys.team:
        raise NotInTeam
    return keys


def enrol(vault: Vault, card: Card) -> None:
    """Believe what this device signs. Whoever does this has heard the card's code from its owner. Raises NotInTeam."""
    keys = keys_of(vault)
    known = keys.members.get(card.device, Member(card))
    keep(vault, keys, replace(keys, members={**keys.members, card.device: replace(known, card=card)}), due=True)


def revoke(vault: Vault, device: str) -> Keys:
    """No longer believe a device nor what came of it, and lock what is to come with a new key. Raises NotInTeam."""
    keys = keys_of(vault)
    new = letters.with_new_key(keys)
    if device in keys.members:
        gone = replace(keys.members[device], revoked=new.epoch)
        new = replace(new, members=letters.with_heirs({**keys.members, device: gone}))
    keep(vault, keys, new, due=True)
    return new


def letter(vault: Vault, device: str) -> bytes:
    """The team's keys and members, for one of them: locked for them, and signed. Raises NotInTeam, KeyError, TakenOut."""
    keys = keys_of(vault)
    recipient = keys.members[device].card.recipient
    if recipient in keys.gone:
        raise KeyError(device)
    return letters.sealed(letter_text(vault, [recipient]), recipient)


def letter_text(vault: Vault, recipients: Sequence[str]) -> str:
    """What is in a letter for these people, in the open: for whatever is locked itself. Raises NotInTeam, TakenOut."""
    device = prepare(vault).device
    return letters.written(keys_of(vault), device, vault.author, recipients)


def opened(vault: Vault, content: bytes) -> Letter:
    """What a letter says and who wrote it, if it is for this laptop and by somebody believed; nothing is kept yet.

    Raises LetterUnreadable, LetterNewer, LetterForAnother, LetterOfStranger, StickOfAnotherTeam, ParcelDamaged, ChangeForged.
    """
    prepare(vault)
    return _opened(all_keys(vault), content)


def _opened(keys: Keys, content: bytes) -> Letter:
    if len(content) > letters.LONGEST_LOCKED:
        raise LetterUnreadable
    try:
        found = letters.read(opened_by(keys.identity, content))
    except ParcelForeign as error:
        raise LetterUnreadable from error
    except ParcelLocked as error:
        raise LetterForAnother from error
    letters.check(keys, found)
    return found


def take_letter(vault: Vault, content: bytes) -> Card:
    """Join the team, or learn of its new key and members; gives the card of who wrote it, whose code is then compared.

    Raises as `opened` does.
    """
    found = opened(vault, content)
    _learn(vault, found, spread=True)
    return found.card


def take_letter_text(vault: Vault, text: str) -> bool:
    """Learn what a stick has to tell besides its changes; whether any of it is new. Raises as `opened` does, and NotInTeam."""
    keys, found = keys_of(vault), letters.read(text)
    letters.check(keys, found)
    return _learn(vault, found, spread=True)


def take_letters(vault: Vault, contents: Iterable[bytes]) -> int:
    """Learn from what lay on a hub; how many told something new. Those nobody here believes are left. Raises NotInTeam.

    One may make another believable, so they are tried until none is any more.
    """
    prepare(vault)
    keys, told = keys_of(vault), 0
    waiting = [each for each in (_readable(keys, content) for content in contents) if each is not None]
    while believed := [each for each in waiting if _is_believed(keys, each)]:
        waiting = [each for each in waiting if each not in believed]
        for each in believed:
            if _is_believed(keys, each):  # the one before it may have told otherwise
                told += _learn(vault, each, spread=False)
                keys = keys_of(vault)
    return told


def _readable(keys: Keys, content: bytes) -> Letter | None:
    try:
        return letters.read(opened_by(keys.identity, content))
    except (LetterUnreadable, LetterNewer, ParcelForeign, ParcelLocked, ParcelDamaged):
        return None


def _is_believed(keys: Keys, found: Letter) -> bool:
    try:
        letters.check(keys, found)
    except (StickOfAnotherTeam, LetterForAnother, DeviceUnknown, ChangeForged):
        return False
    return True


def _learn(vault: Vault, found: Letter, *, spread: bool) -> bool:
    """Keep what a letter that was checked says; whether any of it is new.

    Others are told of it, but for what its writer has told them by the same way: `spread` says that this was another.
    """
    keys = all_keys(vault)
    new = letters.merged(keys, found)
    if new == keys:
        return False
    keep(vault, keys, new, due=bool(keys.team) and (spread or not letters.says_all(found, new)))
    return True


def letters_to_send(vault: Vault) -> dict[str, bytes]:
    """A letter for every other name in the log of whoever is in the team, where something is to be told; else none.

    One goes to each name this vault had, too: a copy of it may go on under that.

    Raises NotInTeam, TakenOut.
    """
    own = prepare(vault).device
    keys = keys_of(vault)
    if not letters_due(vault):
        return {}
    others = {device: each.card.recipient for device, each in keys.members.items() if device not in keys.seeds}
    others |= {device: keys.recipient for device in keys.seeds if device != own}
    to = {device: recipient for device, recipient in others.items() if recipient not in keys.gone}
    text = letter_text(vault, sorted({*to.values()}))
    locked = {recipient: letters.sealed(text, recipient) for recipient in {*to.values()}}
    return {device: locked[recipient] for device, recipient in to.items()}


def letters_due(vault: Vault) -> bool:
    """Whether the others have to hear of something: keys, members, or more of who was taken out than was believed so far."""
    late = "peer.revoked > 0 AND change.seq > peer.known ->> peer.device"
    more = f"SELECT 1 FROM peer JOIN change ON change.device = peer.device WHERE {late} LIMIT 1"  # noqa: S608 - words of our own
    return bool(row_of(vault)["letters_due"] or listing(vault, more))


def letters_sent(vault: Vault) -> None:
    """Whoever has to hear of it has a letter waiting."""
    keys = all_keys(vault)
    with writing(vault) as tx:
        for each in keys.members.values():
            if each.revoked:
                put_member(tx, each)
        put(tx, letters_due=0)
