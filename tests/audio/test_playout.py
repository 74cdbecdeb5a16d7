"""What waits to be heard: counted line by line, cut with a fade, resampled without seams."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from voicecoach.audio.cues import Cue, cue
from voicecoach.audio.playout import FADE_S, Playout
from voicecoach.audio.resample import Framer, StreamResampler
from voicecoach.types import FRAME_SAMPLES, Pcm, Sound

RATE = 48_000


def hum(seconds: float, rate: int = RATE) -> Sound:
    t = np.arange(round(seconds * rate)) / rate
    return Sound((8000 * np.sin(2 * np.pi * 200 * t)).astype(np.int16), rate)


def steepest(samples: Pcm) -> int:
    return int(np.abs(np.diff(samples.astype(int))).max())


def test_sound_comes_out_in_order_and_then_silence() -> None:
    playout = Playout(RATE)
    playout.put(Sound(np.full(1000, 100, np.int16), RATE))
    playout.put(Sound(np.full(1000, 200, np.int16), RATE))
    out = playout.take(3000).samples
    assert list(out[[500, 999, 1000, 1999]]) == [100, 100, 200, 200]
    assert not out[2500:].any()
    assert playout.empty


def test_only_the_present_line_is_counted() -> None:
    playout = Playout(RATE)
    playout.put(hum(0.5))
    playout.begin_line()
    playout.put(hum(1.0))
    playout.take(RATE // 2)
    assert playout.taken_s == 0.0
    playout.take(RATE // 4)
    assert playout.taken_s == pytest.approx(0.25)


def test_silence_between_two_pieces_is_not_counted_as_heard() -> None:
    playout = Playout(RATE)
    playout.begin_line()
    playout.put(hum(0.1))
    playout.take(RATE)
    assert playout.taken_s == pytest.approx(0.1)


def test_a_cut_is_a_short_fade_and_no_click() -> None:
    playout = Playout(RATE)
    playout.begin_line()
    playout.put(hum(2.0))
    before = playout.take(RATE // 10).samples
    playout.drop()
    heard_s = playout.taken_s
    after = playout.take(RATE // 10).samples
    assert np.flatnonzero(after).max() <= FADE_S * RATE
    assert steepest(np.concatenate([before, after])) < 1.3 * steepest(hum(1).samples)
    assert playout.taken_s == heard_s


def test_sound_that_breaks_off_and_comes_again_does_not_click() -> None:
    """The next sentence is late: the loudspeaker runs dry in the middle of a wave."""
    playout = Playout(RATE)
    loud = Sound(np.full(4800, 9000, np.int16), RATE)
    playout.put(loud)
    first = playout.take(6000).samples
    playout.put(loud)
    second = playout.take(6000).samples
    assert steepest(np.concatenate([first, second])) < 200


def test_a_line_in_small_pieces_at_another_rate_has_no_seams() -> None:
    playout = Playout(RATE)
    playout.begin_line()
    line = hum(1.0, 22_050)
    for at in range(0, len(line.samples), 700):
        playout.put(Sound(line.samples[at : at + 700], 22_050))
    playout.finish()
    out = playout.take(RATE).samples
    assert steepest(out[500:-500]) <= 1.05 * steepest(hum(1).samples)
    assert playout.taken_s == pytest.approx(1.0, abs=0.002)


def test_a_loudspeaker_that_comes_back_at_another_rate_loses_nothing() -> None:
    playout = Playout(RATE)
    playout.begin_line()
    playout.put(hum(1.0))
    playout.take(RATE // 2)
    playout.change_rate(44_100)
    assert playout.taken_s == pytest.approx(0.5)
    playout.take(44_100)
    assert playout.taken_s == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000, 96_000])
def test_streams_are_resampled_like_the_whole(rate: int) -> None:
    sound = hum(0.5, rate).samples
    stream = StreamResampler(rate, 16_000)
    pieces = [stream.feed(sound[at : at + 441]) for at in range(0, len(sound), 441)]
    out = np.concatenate([*pieces, stream.finish()])
    assert len(out) == pytest.approx(8_000, abs=2)
    assert np.abs(out[200:7800].astype(int) - hum(0.5, 16_000).samples[200:7800]).max() < 120


def test_frames_are_cut_from_pieces_of_any_length_without_loss() -> None:
    framer, whole = Framer(), np.arange(5000, dtype=np.int16)
    cuts = [0, 1, 300, 1000, 1001, 4999, 5000]
    frames = [f for a, b in pairwise(cuts) for f in framer.feed(whole[a:b])]
    assert {len(frame) for frame in frames} == {FRAME_SAMPLES}
    assert np.array_equal(np.concatenate(frames), whole[: 5000 - 5000 % FRAME_SAMPLES])


@pytest.mark.parametrize("name", list(Cue))
@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_cues_are_short_and_soft(name: Cue, rate: int) -> None:
    sound = cue(name, rate)
    assert sound.seconds < 0.25
    assert 500 < np.abs(sound.samples).max() < 3300
    assert np.abs(sound.samples[[0, -1]]).max() < 20
    assert steepest(sound.samples) < 1500


def test_an_unknown_cue_is_refused() -> None:
    with pytest.raises(ValueError, match="fanfare"):
        cue("fanfare", RATE)
