"""Rate, time left, and amounts in words."""

from __future__ import annotations

import pytest

from voicecoach.catalog.meter import Meter, amount, time_left


def test_the_rate_is_that_of_the_last_ten_seconds() -> None:
    """An old burst no longer counts."""
    meter = Meter()
    assert meter.rate(0) == 0.0
    assert meter.left_s(0, 100) is None
    meter.add(0.0, 10_000_000)
    for second in range(1, 21):
        meter.add(float(second), 1000)
    assert meter.rate(20.0) == pytest.approx(1000)
    assert meter.left_s(20.0, 5000) == pytest.approx(5)


def test_a_stalled_download_has_a_falling_rate() -> None:
    """Nothing for more than ten seconds: no rate, no promise."""
    meter = Meter()
    meter.add(0.0, 1000)
    meter.add(1.0, 1000)
    assert meter.rate(9.0) < meter.rate(1.0)
    assert meter.left_s(30.0, 1000) is None


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1500, "1.5 kB"),
        (148_000_000, "148 MB"),
        (2_500_000_000, "2.5 GB"),
    ],
)
def test_amounts_are_short(count: int, words: str) -> None:
    """Two or three figures."""
    assert amount(count) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0.2, "about a second left"),
        (30, "about 30 seconds left"),
        (89, "about 89 seconds left"),
        (200, "about 3 minutes left"),
    ],
)
def test_time_left_is_rounded(seconds: float | None, words: str) -> None:
    """Nobody needs it to the second."""
    assert time_left(seconds) == words
