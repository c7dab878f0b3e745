"""The team a vault is in: founded, joined by a letter, left by a new key. Its keys lie in one row of the vault."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from psw_tui.records.house import Peer, Team
from psw_tui.storage.errors import ChangeForged, NotInTeam, StickCutShort, StickOfAnotherTeam
from psw_tui.storage.read import listing
from psw_tui.storage.sealing import new_identity, opened_by, recipient_of, sealed_for
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team.fold import this_device
from psw_tui.team.keys import KEY_BYTES, Card, Keys, Member, new_seed

LETTER = "psw-tui team letter 1"


def prepare(vault: Vault) -> Card:
    """This laptop's card, to be enrolled with; it gets its keys where it has none, as after restoring a backup."""
    row = _row(vault)
    device = this_device(vault)
    seeds = _hexed(row["seeds"])
    if device not in seeds or not row["identity"]:
        seeds[device] = new_seed().hex()
        identity = row["identity"] or new_identity()
        _keep(vault, row | {"seeds": json.dumps(seeds), "identity": identity})
    keys = _keys(_row(vault), {})
    return Card(device, vault.author, keys.sign_key(device), recipient_of(keys.identity))


def found(vault: Vault, name: str) -> Keys:
    """A new team with this laptop in it."""
    prepare(vault)
    key = json.dumps({"1": secrets.token_hex(KEY_BYTES)})
    _keep(vault, _row(vault) | {"id": vault.new_id(), "name": name, "epoch": 1, "keys": key})
    return keys_of(vault)


def keys_of(vault: Vault) -> Keys:
    """The keys of the team this vault is in. Raises NotInTeam."""
    row = _row(vault)
    if not row["id"]:
        raise NotInTeam
    return _keys(row, members_of(vault))


def members_of(vault: Vault) -> dict[str, Member]:
    """The other devices that were enrolled, those that are gone too."""
    peers = listing(vault, "SELECT * FROM peer WHERE sign_key <> '' ORDER BY device")
    return {
        row["device"]: Member(Card(row["device"], row["name"], row["sign_key"], row["recipient"]), row["revoked"])
        for row in peers
    }


def enrol(vault: Vault, card: Card) -> None:
    """Believe what this device signs. Whoever does this has heard the card's code from its owner. Raises NotInTeam."""
    keys_of(vault)
    _keep_member(vault, Member(card))


def revoke(vault: Vault, device: str) -> Keys:
    """No longer believe a device, and lock what is to come with a new key. The others each need a letter with it."""
    keys = keys_of(vault)
    epoch = keys.epoch + 1
    every = {str(each): key.hex() for each, key in keys.of_epoch.items()} | {str(epoch): secrets.token_hex(KEY_BYTES)}
    if device in keys.members:
        _keep_member(vault, Member(keys.members[device].card, epoch))
    _keep(vault, _row(vault) | {"epoch": epoch, "keys": json.dumps(every)})
    return keys_of(vault)


def letter(vault: Vault, device: str) -> bytes:
    """The team's keys and members, for one of them: locked for them, and signed. Raises NotInTeam, KeyError."""
    keys, own = keys_of(vault), prepare(vault)
    to = keys.members[device].card
    members = [[*_card(each.card), each.revoked] for each in keys.members.values()]
    said = json.dumps(
        {
            "letter": LETTER,
            "team": keys.team,
            "name": keys.name,
            "epoch": keys.epoch,
            "keys": {str(epoch): key.hex() for epoch, key in keys.of_epoch.items()},
            "members": [*members, [*_card(own), 0]],
            "from": own.device,
            "to": device,
        }
    )
    signature = keys.sign(own.device, said.encode()).hex()
    return sealed_for(to.recipient, json.dumps([said, signature]).encode())


def take_letter(vault: Vault, content: bytes) -> Card:
    """Join the team, or learn of its new key and members; gives the card of who wrote it, whose code is then compared.

    Raises ParcelLocked and its kin, StickCutShort, StickOfAnotherTeam, ChangeForged, DeviceUnknown.
    """
    own = prepare(vault)
    row = _row(vault)
    said, signature, letter = _read(opened_by(row["identity"], content))
    if row["id"] and row["id"] != letter["team"]:
        raise StickOfAnotherTeam
    members = {card[0]: Member(Card(*card), revoked) for *card, revoked in letter["members"]}
    writer = members[letter["from"]]
    known = members_of(vault)
    _keys(row, known or members).check(writer.card.device, letter["epoch"], said.encode(), bytes.fromhex(signature))
    if letter["to"] != own.device:
        raise ChangeForged(own.device, 0)
    for device, member in members.items():
        if device != own.device:
            _keep_member(vault, member)
    every = _hexed(row["keys"]) | letter["keys"]
    epoch = max(row["epoch"], letter["epoch"])
    _keep(vault, row | {"id": letter["team"], "name": letter["name"], "epoch": epoch, "keys": json.dumps(every)})
    return writer.card


def _read(content: bytes) -> tuple[str, str, dict[str, Any]]:
    try:
        said, signature = json.loads(content)
        letter = json.loads(said)
        if letter["letter"] != LETTER or letter["from"] not in [card[0] for card in letter["members"]]:
            raise StickCutShort
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise StickCutShort from error
    return said, signature, letter


def _card(card: Card) -> list[str]:
    return [card.device, card.name, card.sign_key, card.recipient]


def _row(vault: Vault) -> dict[str, Any]:
    rows = listing(vault, "SELECT * FROM team")
    empty = {"id": "", "name": "", "epoch": 0, "keys": "{}", "seeds": "{}", "identity": ""}
    return dict(rows[0]) if rows else empty


def _keep(vault: Vault, row: Mapping[str, Any]) -> None:
    with writing(vault) as tx:
        tx.run("DELETE FROM team")
        tx.keep(Team(**row))


def _keep_member(vault: Vault, member: Member) -> None:
    card = member.card
    with writing(vault) as tx:
        met = bool(list(tx.ask("SELECT 1 FROM peer WHERE device = ? AND met = 1", card.device)))
        about = {"name": card.name, "sign_key": card.sign_key, "recipient": card.recipient}
        tx.keep(Peer(device=card.device, revoked=member.revoked, met=met, **about))


def _hexed(text: object) -> dict[str, str]:
    return dict(json.loads(str(text)))


def _keys(row: Mapping[str, Any], members: Mapping[str, Member]) -> Keys:
    return Keys(
        team=str(row["id"]),
        name=str(row["name"]),
        epoch=int(str(row["epoch"])),
        of_epoch={int(epoch): bytes.fromhex(key) for epoch, key in _hexed(row["keys"]).items()},
        seeds={device: bytes.fromhex(seed) for device, seed in _hexed(row["seeds"]).items()},
        members=members,
        identity=str(row["identity"]),
    )
