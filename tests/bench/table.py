"""From rounds to a table in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from tests.bench.noise import Noise
from tests.bench.row import Measure, Pair, Round, Row

HEAD = ("| what | ours | reference | reference takes | ratio | target | |", "|---|---|---|---|---|---|---|")


def lines(measure: Measure, rounds: Sequence[Round]) -> Iterator[str]:
    """A line for each row of a measure."""
    for row in measure.rows:
        yield _line(row, [one[row.name] for one in rounds])


def _line(row: Row, pairs: Sequence[Pair]) -> str:
    ours = _spread([pair.ours for pair in pairs])
    reference = statistics.median(pair.reference for pair in pairs)
    ratios = [pair.ratio for pair in pairs]
    met = "met" if statistics.median(ratios) <= row.target else "**missed**"
    parts = (
        row.what,
        f"{ours} {row.unit}",
        row.reference,
        f"{_short(reference)} {row.unit}",
        f"{_spread(ratios)}",
        f"<= {row.target:g}",
        met,
    )
    return f"| {' | '.join(parts)} |"


def _spread(values: Sequence[float]) -> str:
    """The median, and between which the middle half lies."""
    if len(values) < 2:
        return _short(values[0])
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return f"{_short(middle)} ({_short(low)}-{_short(high)})"


def _short(value: float) -> str:
    """Three digits that say something."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def noise_line(name: str, kept: Sequence[Noise], thrown: int) -> str:
    """How quiet it was in the rounds of one measure that were kept."""
    foreign = statistics.median(noise.foreign for noise in kept)
    stolen = statistics.median(noise.stolen for noise in kept)
    return f"{name}: {len(kept)} rounds, {thrown} thrown away; others used {foreign:.2f} cores, the host {stolen:.2f}"
