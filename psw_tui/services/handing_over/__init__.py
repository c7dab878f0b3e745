"""Handing a client over to another worker: what goes along, what comes in, and what is left behind."""

from psw_tui.services.handing_over.giving import hand_over
from psw_tui.services.handing_over.packing import pack
from psw_tui.services.handing_over.reading import Incoming, look
from psw_tui.services.handing_over.taking import take_in

__all__ = ["Incoming", "hand_over", "look", "pack", "take_in"]
