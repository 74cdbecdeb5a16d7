"""How it was said: acoustic facts, and only where it matters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.coaching.talks import RAISE, RECOVERED, turns
from voicecoach.coaching import critique
from voicecoach.coaching.lint import Record, broken
from voicecoach.types import Brief, Sound, Turn, Who, Word

RATE = 16_000
LONGER = (
    ("partner", "Come in."),
    ("you", "Thanks for taking the time to see me today."),
    ("partner", "What's on your mind?"),
    ("you", "The last year went well for the whole team here."),
    *RECOVERED[2:],
)


def tone(seconds: float, loudness: float = 6000.0, tail: float = 1.0) -> Sound:
    """A voice-like hum; its last 0.7 seconds `tail` times as loud."""
    t = np.arange(round(seconds * RATE)) / RATE
    wave = loudness * np.sin(2 * np.pi * 150 * t)
    wave[-round(0.7 * RATE) :] *= tail
    edge = np.random.default_rng(0).normal(0, 8, round(0.3 * RATE))
    return Sound(np.concatenate([edge, wave, edge]).astype(np.int16), RATE)


def spoken(
    sounds: dict[int, Sound], pace: dict[int, float] | None = None, pause: float = 0.5, brief: Brief = RAISE
) -> list[str]:
    """Facts about the talk with these sounds, seconds a word, and silence before each answer."""
    talk, at = [], 0.0
    for turn in turns(LONGER):
        step = (pace or {}).get(turn.number, 0.4)
        words = tuple(Word(w, 0.3 + n * step, 0.3 + (n + 1) * step) for n, w in enumerate(turn.text.split()))
        yours = turn.who is Who.YOU
        start = at + (pause if yours else 0.2)
        at = start + 0.3 + len(words) * step
        talk.append(
            replace(turn, words=words, audio=f"{turn.number}", engine="sphinx", start_s=start, end_s=at)
            if yours
            else replace(turn, start_s=start, end_s=at)
        )

    def load(name: str) -> Sound:
        turn = talk[int(name)]
        return sounds.get(int(name)) or tone((pace or {}).get(int(name), 0.4) * len(turn.text.split()))

    found = critique.make(talk, brief, None, load_audio=load)
    assert all(broken(a.fact, Record(tuple(talk), RAISE)) == () for a in found.acoustics)
    return [a.fact for a in found.acoustics]


def last_ask() -> Turn:
    return turns(LONGER)[-1]


def test_an_even_voice_gives_no_fact() -> None:
    assert spoken({}) == []


def test_trailing_off_at_the_number_is_told_in_decibels() -> None:
    asks = last_ask()
    facts = spoken({asks.number: tone(0.4 * len(asks.text.split()), tail=0.2)})
    assert any("dropped" in fact and "decibels" in fact for fact in facts)


def test_a_sentence_far_below_the_usual_loudness_is_told() -> None:
    asks = last_ask()
    facts = spoken({asks.number: tone(0.4 * len(asks.text.split()), loudness=1500)})
    assert any("quieter" in fact for fact in facts)


def test_pace_is_told_against_the_users_own_middle_only() -> None:
    assert any("usual pace" in fact for fact in spoken({}, {last_ask().number: 0.2}))
    assert spoken({}, dict.fromkeys(range(20), 0.2)) == []


def test_a_long_silence_after_a_no_is_a_fact() -> None:
    assert any("seconds before you answered" in fact for fact in spoken({}, pause=3.5))


def test_without_recordings_there_is_nothing_to_tell() -> None:
    found = critique.make(turns(LONGER), RAISE, None, load_audio=lambda _: None)
    assert found.acoustics == ()


def test_a_rise_is_looked_for_only_where_it_is_wanted() -> None:
    asks = last_ask()
    seconds = 0.4 * len(asks.text.split())
    t = np.arange(round(seconds * RATE)) / RATE
    hertz = np.where(t > seconds - 0.15, 220.0, 140.0)
    wave = sum(np.sin(k * 2 * np.pi * np.cumsum(hertz) / RATE) / k for k in (1, 2, 3))
    rising = Sound((3000 * np.asarray(wave)).astype(np.int16), RATE)
    assert not any("higher" in fact for fact in spoken({asks.number: rising}))
    wanted = replace(RAISE, details={"pitch": "wanted"})
    assert any("higher" in fact for fact in spoken({asks.number: rising}, brief=wanted))
