"""The practice vault: made-up clients from assets/demo, written through the same door as real ones."""

from __future__ import annotations

from psw_tui.services.practice.filling import fill
from psw_tui.services.practice.lesson import Lesson, how_far, open_lesson, take_lesson_away

__all__ = ["Lesson", "fill", "how_far", "open_lesson", "take_lesson_away"]
