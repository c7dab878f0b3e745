"""What can be done from a client's page: each a key, a word for the bottom line, and a sentence for help."""

from __future__ import annotations

from collections.abc import Sequence

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.ui.commands import BACK, CAPTURE_LIST, CRISIS_LIST, FIND, HELP_LIST, LOCK, Command

DEBRIEF = Command("client.debrief", "n", N_("note"), N_("Write a debrief of a contact."))
LOOK = Command("client.look", KEYS["client.look"], N_("fresh look"), N_("Open a fresh look at what we offer."))
TO_DO = Command("client.to_do", "t", N_("to do"), N_("What is due for this client."))
GOALS = Command("client.goals", KEYS["client.goals"], N_("goals"), N_("Their goals: add, rate, re-word, let rest."))
PERMISSIONS = Command("client.permissions", "p", N_("permissions"), N_("What they allow, and what was shared."))
CONTACTS = Command("client.contacts", "c", N_("contacts"), N_("The people around them."))
REFERRALS = Command("client.referrals", "e", N_("referrals"), N_("Where they were connected to, and how it went."))
SUPERVISION = Command("client.supervision", "s", N_("supervision"), N_("What you asked a supervisor or a peer."))
DEBRIEFS = Command("client.debriefs", "d", N_("debriefs"), N_("Read every debrief, and amend one."))
HISTORY = Command("client.history", "y", N_("history"), N_("Who wrote what and when, and what it said before."))
UNDO = Command(
    "client.undo", "u", N_("undo"), N_("Take back what you saved last, within 10 minutes. It asks first."), once=True
)
SAFETY = Command(
    "client.safety", KEYS["client.safety"], N_("safety"), N_("The safety notes: read, go on, say who was told.")
)
TIMELINE = Command("client.timeline", "l", N_("timeline"), N_("Everything about this client in order."), on_line=False)
PAPERS = Command("client.papers", "r", N_("papers"), N_("Papers about this client: read, print, hand over."))
SNOOZE = Command("client.snooze", "z", N_("not now"), N_("Do not ask about a fresh look for a while."), on_line=False)
SHOWN = Command("client.shown", "w", N_("show them"), N_("Hand over the laptop: they see only their own record."))
ERASE = Command(
    "client.ask_erasing", "", N_("ask to erase"), N_("Ask to erase the whole record. Nothing goes yet."), on_line=False
)
CHANGE = Command("client.change", "m", N_("change"), N_("Change what is kept about this client."))
NAMES = Command("client.names", "h", N_("name"), N_("Show the name they go by, or hide it again."), on_line=False)
HAND_OVER = Command(
    "client.hand_over", "x", N_("hand over"), N_("Let another worker take this client over."), on_line=False
)
TEAM = Command(
    "client.team", KEYS["client.team"], N_("team"), N_("Let the team read this record, or stop that."), on_line=False
)
STEPS = Command("client.steps", "1-9", N_("steps"), N_("Keys 1 to 9 open that response step."))

OFFERS: Sequence[Command] = (
    DEBRIEF,
    LOOK,
    TO_DO,
    DEBRIEFS,
    CRISIS_LIST,
    CAPTURE_LIST,
    FIND,
    GOALS,
    PERMISSIONS,
    CONTACTS,
    REFERRALS,
    SUPERVISION,
    SAFETY,
    SHOWN,
    CHANGE,
    UNDO,
    HISTORY,
    PAPERS,
    TIMELINE,
    SNOOZE,
    NAMES,
    HAND_OVER,
    TEAM,
    ERASE,
    STEPS,
    BACK,
    LOCK,
    HELP_LIST,
)
"""All of them, in the order in which they find room on the bottom line."""
