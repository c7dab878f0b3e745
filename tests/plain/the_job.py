"""The whole main job as numbers and words typed, the same in every language."""

from __future__ import annotations

THEIRS = ("It is too loud at the shelter,", "and I only want one good night there.")

CLIENT = ["4", "", "", "1", ">", "1"]
"""A client, and on to their page."""

GOAL = ["4", "a", "sleep through one night", ">", "1", "<"]

DEBRIEF = ["1"]
DEBRIEF += ["1", "1", "", "3", "2", *THEIRS, "", "1 3", "made earplugs out of wax"]
DEBRIEF += ["Smiled at the dog.", "", "2", "3", "2", "see the quiet room", "3", "+3", "2", "1", "1"]

LOOK = ["2", "o", "2", "1 2", ">", "1"]

REFLECT = ["1", "weekly walks", "", "2", "1", "3", "3 8", "", "ask first", "", "", "", "", "", "1"]

GOALS = ["2", "1", "a quiet night", "", "1", "2", "3", "3", "", "2", "one quiet hour", "1", "4", "1", "", "", "1"]

LISTEN = ["3", "it goes too fast for me", "", "2", ">", "1"]

SOLVE = ["4", "mornings are hard", "", "meet at noon", "1", "a call first", "3", "1", "1", "meet at noon"]
SOLVE += ["1", "book the room", "+3", "1", "", "", "", "1"]

RESPECT = ["8", "4 6", "", "a break until spring", "", "1", "1", "1", "", "2", "2", "", "", "1"]

CASELOAD = ["<", "<", "1", "<", "q"]

THE_JOB = [*CLIENT, *GOAL, *DEBRIEF, *LOOK, *REFLECT, *GOALS, *LISTEN, *SOLVE, *RESPECT, *CASELOAD]
