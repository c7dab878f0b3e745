"""What the app tells the launcher by the code it exits with, beside that it ended or failed."""

LOCKED = 75
"""Locked: start again at the unlock screen."""

PRACTISE, OWN = 76, 77
"""On to the practice, and back to the worker's own vault: two vaults never meet in one process."""
