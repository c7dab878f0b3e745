"""What a vault keeps of its team: one row with the keys, and a row for each other laptop."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing
from psw_tui.team.keys import Card, Keys, Member

_KEYS: dict[str, Any] = {"id": "", "name": "", "epoch": 0, "keys": "{}", "seeds": "{}", "identity": ""}
EMPTY: Mapping[str, Any] = _KEYS | {"hub": "", "hub_password": "", "synced_at": None, "letters_due": 0}
"""The row of a vault that is in no team and has no keys of its own."""


def keep(vault: Vault, keys: Keys, new: Keys, *, due: bool) -> None:
    """Put what is known now in the place of what was."""
    told = {"id": new.team, "name": new.name, "epoch": new.epoch, "keys": stored(new)}
    with writing(vault) as tx:
        for device, each in new.members.items():
            if each != keys.members.get(device):
                put_member(tx, each)
        put(tx, **told, **({"letters_due": 1} if due else {}))


def put_member(tx: Writer, member: Member) -> None:
    """Keep what is believed of a laptop; what else is known of it stays."""
    card = member.card
    fields = {"name": card.name, "sign_key": card.sign_key, "recipient": card.recipient, "revoked": member.revoked}
    if member.revoked:
        fields["known"] = json.dumps({card.device: member.upto})
    tx.run("INSERT OR IGNORE INTO peer VALUES (?, '', '', '', 0, 0, '{}')", card.device)
    tx.run(f"UPDATE peer SET {_set(fields)} WHERE device = ?", *fields.values(), card.device)  # noqa: S608 - names of our own


def put(tx: Writer, **fields: object) -> None:
    """Change some of the one row; it is made where there is none."""
    if not list(tx.ask("SELECT 1 FROM team")):
        tx.run(f"INSERT INTO team ({', '.join(EMPTY)}) VALUES ({', '.join('?' * len(EMPTY))})", *EMPTY.values())  # noqa: S608 - names of our own
    tx.run(f"UPDATE team SET {_set(fields)}", *fields.values())  # noqa: S608 - names of our own


def _set(fields: Mapping[str, object]) -> str:
    return ", ".join(f"{name} = ?" for name in fields)


def row_of(vault: Vault) -> Mapping[str, Any]:
    """The one row, or an empty one."""
    return next(iter(listing(vault, "SELECT * FROM team")), EMPTY)


def stored(keys: Keys) -> str:
    """The team's keys as they are kept."""
    return json.dumps({str(epoch): [key.hex() for key in several] for epoch, several in keys.of_epoch.items()})


def all_keys(vault: Vault) -> Keys:
    """The keys that are here, of a team or of nobody yet."""
    row = row_of(vault)
    return Keys(
        team=row["id"],
        name=row["name"],
        epoch=row["epoch"],
        of_epoch={int(epoch): tuple(map(bytes.fromhex, keys)) for epoch, keys in json.loads(row["keys"]).items()},
        seeds={device: bytes.fromhex(seed) for device, seed in json.loads(row["seeds"]).items()},
        members=members_of(vault),
        identity=row["identity"],
    )


def members_of(vault: Vault) -> dict[str, Member]:
    """The other devices that were enrolled, those that are gone too."""
    here = "(SELECT max(seq) FROM change WHERE device = peer.device)"
    peers = listing(vault, f"SELECT *, {here} AS here FROM peer WHERE sign_key <> '' ORDER BY device")  # noqa: S608 - words of our own
    return {row["device"]: _member(row) for row in peers}


def _member(row: Mapping[str, Any]) -> Member:
    card = Card(row["device"], row["name"], row["sign_key"], row["recipient"])
    believed = json.loads(row["known"]).get(row["device"], 0) if row["revoked"] else 0
    return Member(card, row["revoked"], max(row["here"] or 0, believed))
