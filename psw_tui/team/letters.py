"""A letter: all its writer knows of a team, its keys and its laptops, so that whoever trusts the writer knows it too.

What two know is put together the same way whoever does it, in any order and again or not: nothing that was known is
forgotten, and who was once taken out stays out. So a letter of long ago does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from psw_tui.domain.text import one_line
from psw_tui.storage.errors import (
    DeviceUnknown,
    LetterForAnother,
    LetterNewer,
    LetterOfStranger,
    LetterUnreadable,
    StickOfAnotherTeam,
)
from psw_tui.storage.sealing import sealed_for
from psw_tui.team.cards import fitting, parts_of, sound
from psw_tui.team.keys import KEY_BYTES, Card, Keys, Member, new_key, verify

KIND = "psw-tui letter"
VERSION = 1
BLOCK = 4096
"""Letters are as long as a multiple of this, so that their length does not tell how many are in the team."""
LONGEST_LOCKED = 1024 * 1024
"""What the hub takes; a team of a thousand laptops needs less."""
LONGEST = LONGEST_LOCKED
SIGNED = b"psw-tui letter\0"
MOST_EPOCHS = 1 << 31


@dataclass(frozen=True)
class Letter:
    """What is in one."""

    team: str
    name: str
    epoch: int
    of_epoch: Mapping[int, Sequence[bytes]]
    members: Mapping[str, Member]
    writer: str
    """The name in the log of the laptop it was written on."""
    to: Sequence[str]
    """The recipients it was written for."""
    said: bytes
    signatures: Mapping[str, str]

    @property
    def card(self) -> Card:
        """The card of who wrote it."""
        return self.members[self.writer].card

    @property
    def gone(self) -> frozenset[str]:
        """The recipients of the laptops that were taken out."""
        return frozenset(each.card.recipient for each in self.members.values() if each.revoked)


def own_card(keys: Keys, device: str, name: str) -> Card:
    """The card of one of the names this vault has written under. Raises DeviceUnknown."""
    return Card(device, fitting(name), keys.sign_key(device), keys.recipient)


def written(keys: Keys, device: str, name: str, to: Sequence[str]) -> str:
    """All that is known here, signed by each name this vault has written under. Raises TakenOut."""
    own = [Member(own_card(keys, each, name)) for each in sorted(keys.seeds)]
    others = [each for each in keys.members.values() if each.card.device not in keys.seeds]
    said = json.dumps(
        {
            "kind": KIND,
            "version": VERSION,
            "team": keys.team,
            "name": keys.name,
            "epoch": keys.epoch,
            "keys": {str(epoch): [key.hex() for key in several] for epoch, several in keys.of_epoch.items()},
            "members": [[*parts_of(each.card), *_fate(each)] for each in (*others, *own)],
            "from": device,
            "to": sorted(to),
        }
    )
    return json.dumps([said, keys.sign_all(SIGNED + said.encode())])


def sealed(text: str, recipient: str) -> bytes:
    """A letter locked for one of those it was written for."""
    content = text.encode()
    return sealed_for(recipient, content + b" " * (-len(content) % BLOCK))


def read(content: bytes | str) -> Letter:
    """What is in a letter that was opened; nothing of it is believed yet. Raises LetterUnreadable, LetterNewer."""
    try:
        said, signatures = json.loads(content) if len(content) <= LONGEST else ("", {})
        told = json.loads(said)
        if told["kind"] != KIND:
            raise LetterUnreadable
        if told["version"] > VERSION:
            raise LetterNewer
        return _letter(told, said.encode(), {str(device): str(each) for device, each in signatures.items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LetterUnreadable from error


def _letter(told: Any, said: bytes, signatures: Mapping[str, str]) -> Letter:
    members = {card[0]: Member(sound(*card), int(revoked), int(upto)) for *card, revoked, upto in told["members"]}
    of_epoch = {int(epoch): tuple(sorted(map(bytes.fromhex, keys))) for epoch, keys in told["keys"].items()}
    epoch = int(told["epoch"])
    are_keys = all(len(key) == KEY_BYTES for keys in of_epoch.values() for key in keys)
    if not are_keys or not of_epoch.get(epoch) or epoch != max(of_epoch) or min(of_epoch) < 1 or epoch > MOST_EPOCHS:
        raise LetterUnreadable
    if told["from"] not in members or any(each.revoked < 0 or each.upto < 0 for each in members.values()):
        raise LetterUnreadable
    names = (str(UUID(told["team"])), one_line(str(told["name"])))
    return Letter(*names, epoch, of_epoch, members, told["from"], list(told["to"]), said, signatures)


def check(keys: Keys, letter: Letter) -> None:
    """Return if the letter is for this laptop, and by somebody it believes; one that is in no team believes the first.

    Raises StickOfAnotherTeam, LetterForAnother, LetterOfStranger, ChangeForged.
    """
    if keys.team and keys.team != letter.team:
        raise StickOfAnotherTeam
    if keys.recipient not in letter.to:
        raise LetterForAnother
    known = [device for device in letter.signatures if keys.believes(device)]
    if keys.team and not known:
        raise LetterOfStranger(letter.writer)
    for device in known:
        keys.check(device, SIGNED + letter.said, letter.signatures[device])
    try:
        keys.check(letter.writer, SIGNED + letter.said, letter.signatures.get(letter.writer, ""))
    except DeviceUnknown:
        signature = letter.signatures.get(letter.writer, "")
        verify(letter.writer, letter.card.sign_key, SIGNED + letter.said, signature)


def merged(keys: Keys, letter: Letter) -> Keys:
    """What is known here, and what a letter that was checked says.

    Who takes somebody out locks what is to come with a new key. Where two did so at once, each gave theirs to whom the
    other took out: so whoever hears of both makes another one.
    """
    members = dict(keys.members)
    for device, theirs in letter.members.items():
        if device not in keys.seeds or theirs.revoked:
            members[device] = _together(members.get(device), theirs)
    members = with_heirs(members)
    both = [keys.of_epoch, letter.of_epoch]
    epochs = sorted({epoch for each in both for epoch in each})
    of_epoch = {epoch: tuple(sorted({key for each in both for key in each.get(epoch, ())})) for epoch in epochs}
    epoch = max(keys.epoch, letter.epoch)
    new = replace(
        keys, team=letter.team, name=keys.name or letter.name, epoch=epoch, of_epoch=of_epoch, members=members
    )
    newest = [each.gone for each in (keys, letter) if each.epoch == epoch]
    return new if all(gone == new.gone for gone in newest) else with_new_key(new)


def with_new_key(keys: Keys) -> Keys:
    """The next epoch."""
    epoch = keys.epoch + 1
    return replace(keys, epoch=epoch, of_epoch={**keys.of_epoch, epoch: (new_key(),)})


def _together(mine: Member | None, theirs: Member) -> Member:
    """What two know of a laptop: it was out from the earlier epoch on. A card that was believed never changes."""
    if mine is None:
        return theirs
    revoked = min(filter(None, (mine.revoked, theirs.revoked)), default=0)
    return replace(mine, revoked=revoked, upto=max(mine.upto, theirs.upto))


def with_heirs(members: Mapping[str, Member]) -> dict[str, Member]:
    """Who came of a laptop that was taken out, by restoring it, is out too."""
    first: dict[str, int] = {}
    for each in members.values():
        if each.revoked:
            first[each.card.recipient] = min(each.revoked, first.get(each.card.recipient, each.revoked))
    return {device: replace(each, revoked=first.get(each.card.recipient, 0)) for device, each in members.items()}


def says_all(letter: Letter, keys: Keys) -> bool:
    """Whether there is nothing that whoever wrote it has still to hear of from here."""
    here = {device: _fate(each) for device, each in keys.members.items()} | dict.fromkeys(keys.seeds, (0, 0))
    there = {device: _fate(each) for device, each in letter.members.items()}
    return here == there and keys.of_epoch == letter.of_epoch


def _fate(member: Member) -> tuple[int, int]:
    return (member.revoked, member.upto) if member.revoked else (0, 0)
