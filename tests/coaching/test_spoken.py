"""The spoken critique."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.coaching.talks import FOLDED, RAISE, RECOVERED, turns
from tests.fakes import FakeSpeaker, FakeVoice, VirtualClock
from voicecoach.coaching import critique, spoken
from voicecoach.coaching.parts import Critique, Quote
from voicecoach.coaching.spoken import AskAloud, Play, Say
from voicecoach.coaching.transcripts import scenario_of
from voicecoach.stages import Spoken
from voicecoach.types import Sound, Word

RATE = 16_000


def recording(seconds: float = 20.0) -> Sound:
    """A ramp, so that every stretch of it can be told apart."""
    return Sound(np.arange(round(seconds * RATE), dtype=np.int64).astype(np.int16), RATE)


def made(rows: tuple[tuple[str, str], ...] = FOLDED, audio: bool = True) -> Critique:
    talk = []
    for turn in turns(rows):
        words = tuple(Word(w, n * 0.4, n * 0.4 + 0.3) for n, w in enumerate(turn.text.split()))
        talk.append(
            replace(turn, words=words, audio=f"{turn.number}.wav", engine="sphinx") if audio else turn
        )
    load = (lambda _: recording()) if audio else (lambda _: None)
    return critique.make(talk, RAISE, scenario_of(RAISE), load_audio=load)


def script(rows: tuple[tuple[str, str], ...] = FOLDED, audio: bool = True) -> tuple[spoken.Cue, ...]:
    return spoken.script(made(rows, audio), scenario_of(RAISE), RAISE)


@pytest.mark.parametrize("rows", [FOLDED, RECOVERED])
@pytest.mark.parametrize("audio", [True, False])
def test_it_takes_ninety_seconds_at_most(rows: tuple[tuple[str, str], ...], audio: bool) -> None:
    assert 0 < spoken.seconds(script(rows, audio)) <= spoken.LONGEST_S


def test_a_long_critique_loses_what_is_needed_least() -> None:
    found = made(audio=False)
    wordy = replace(found, points=tuple(replace(p, says=p.says + " word" * 25) for p in found.points))
    cues = spoken.script(wordy, None, RAISE)
    assert spoken.seconds(cues) <= spoken.LONGEST_S
    assert cues[-1] == Say(found.ending)
    assert any(isinstance(c, AskAloud) for c in cues)


def test_quotes_play_the_users_own_recording() -> None:
    played = [c.quote for c in script() if isinstance(c, Play)]
    assert played and all(q.audio and q.start_s is not None for q in played)


def test_without_recordings_the_words_are_said() -> None:
    cues = script(audio=False)
    assert not any(isinstance(c, Play) for c in cues)
    assert any(isinstance(c, Say) and "You said: “" in c.text for c in cues)


def test_what_would_you_change_comes_before_the_stronger_line() -> None:
    found = made()
    texts = [c.text for c in script() if not isinstance(c, Play)]
    line = next(i for i, t in enumerate(texts) if found.stronger in t)
    assert texts.index(found.change_question) < line
    assert texts[-1] == "You can stop here."


def test_nothing_carried_is_no_reproach() -> None:
    found = made(audio=False)
    bare = replace(found.points[0], says="I found nothing to show for this.", quote=None)
    cues = spoken.script(replace(found, points=(bare, *found.points[1:])), None, RAISE)
    assert isinstance(cues[0], Say) and "nothing to show" not in cues[0].text


def test_a_quoted_stretch_is_the_recording_faded_with_silence_around() -> None:
    quote = Quote(1, (0, 5), "Sorry", "1.wav", 2.0, 3.0)
    sound = spoken.stretch(recording(), quote)
    room = round(spoken.ROOM_S * RATE)
    assert sound.seconds == pytest.approx(1.0 + 2 * spoken.ROOM_S, abs=0.01)
    assert not sound.samples[:room].any() and not sound.samples[-room:].any()
    middle = len(sound.samples) // 2
    expected = recording().samples[2 * RATE + middle - room]
    assert abs(int(sound.samples[middle]) - int(expected)) <= 1
    assert abs(int(sound.samples[room])) < 50


class Room:
    """A loudspeaker whose time passes in a thread of its own."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.speaker = FakeSpeaker(self.clock)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self.over.wait(0.001):
            self.clock.advance(0.5)

    def __enter__(self) -> Room:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


def perform(
    cues: tuple[spoken.Cue, ...], stop: threading.Event | None = None, stop_at: str = ""
) -> list[str]:
    shown: list[str] = []
    stop = stop or threading.Event()

    def show(text: str) -> None:
        shown.append(text)
        if stop_at and stop_at in text:
            stop.set()

    with Room() as room:
        spoken.speak(
            cues,
            speak=FakeVoice().speak,
            speaker=room.speaker,
            load_audio=lambda _: recording(),
            show=show,
            answer=lambda cue: shown.append(f"answered {cue.key}"),
            stop=stop,
        )
    return shown


def test_everything_is_shown_as_it_is_said_and_the_answer_is_asked_for() -> None:
    shown = perform(script())
    assert shown[-1] == "You can stop here."
    assert shown[shown.index("What would you change?") + 1] == "answered change"
    assert any(text.startswith("You said: “") for text in shown)


def test_stop_is_at_once_and_the_rest_is_never_said() -> None:
    shown = perform(script(), stop_at="What would you change?")
    assert shown[-1] == "What would you change?"


def test_what_was_not_said_is_given_back_to_be_read() -> None:
    cues, stop = script(), threading.Event()
    stop.set()
    with Room() as room:
        left = spoken.speak(
            cues,
            speak=FakeVoice().speak,
            speaker=room.speaker,
            load_audio=lambda _: recording(),
            show=lambda _: None,
            answer=None,
            stop=stop,
        )
    assert list(left) == list(cues)
    assert spoken.in_words(left[-1]) == "You can stop here."


def test_stopped_before_it_began_it_says_nothing() -> None:
    stop = threading.Event()
    stop.set()
    assert perform(script(), stop) == []


def test_the_file_holds_the_voice_and_the_recording() -> None:
    quote = Quote(1, (0, 5), "Sorry", "1.wav", 2.0, 3.0)

    def voice(text: str) -> Iterator[Spoken]:
        yield Spoken(Sound(np.full(RATE, 500, np.int16), RATE))

    sound = spoken.sound_of([Say("hi"), Play(quote)], speak=voice, load_audio=lambda _: recording())
    assert sound.seconds == pytest.approx(1.0 + 1.3 + 2 * spoken.BETWEEN_S, abs=0.05)
