"""The practice vault: made-up clients from assets/demo, written through the same door as real ones."""

from __future__ import annotations

from psw_tui.services.practice.filling import fill

__all__ = ["fill"]
