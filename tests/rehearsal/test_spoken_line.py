"""One line on its way to the loudspeaker."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from voicecoach.errors import EngineError
from voicecoach.rehearsal.spoken_line import SpokenLine
from voicecoach.stages import Spoken
from voicecoach.types import Sound, Word

RATE = 16_000


class Loudspeaker:
    """Has heard what it was told it has heard."""

    name = "fake"
    lost = False

    def __init__(self, *, heard_at_stop: float = 0.0) -> None:
        self.played: list[Sound] = []
        self.heard_at_stop = heard_at_stop
        self.stopped = False

    def start(self) -> None: ...

    def begin_line(self) -> None: ...

    def play(self, sound: Sound) -> None:
        assert not self.stopped, "sound after silence"
        self.played.append(sound)

    @property
    def heard_s(self) -> float:
        return sum(s.seconds for s in self.played)

    @property
    def idle(self) -> bool:
        return True

    def stop(self) -> float:
        self.stopped = True
        return self.heard_at_stop

    def close(self) -> None: ...


def a_second_a_word(text: str) -> Iterator[Spoken]:
    for word in text.split():
        yield Spoken(Sound(np.ones(RATE, np.int16), RATE), (Word(word, 0.0, 1.0),))


def test_a_line_that_was_heard_to_its_end_stands_as_written() -> None:
    speaker, shown = Loudspeaker(), list[str]()
    line = SpokenLine(speaker, a_second_a_word, on_clause=shown.append)
    delivered = line.say(["I hear you, ", "but the budget ", "is closed until spring. Sorry."])
    assert delivered.text == delivered.written == "I hear you, but the budget is closed until spring. Sorry."
    assert not delivered.cut_off
    assert delivered.sound is not None
    assert delivered.sound.seconds == pytest.approx(11.0)
    assert " ".join(shown) == delivered.text


def test_a_line_that_was_cut_holds_only_the_words_that_were_heard() -> None:
    speaker = Loudspeaker(heard_at_stop=2.6)
    line = SpokenLine(speaker, a_second_a_word)

    def pieces() -> Iterator[str]:
        yield "One two three four five six seven eight. "
        line.cut()
        yield "Nine ten eleven twelve."

    delivered = line.say(pieces())
    assert delivered.cut_off
    assert delivered.text == "One two three"
    assert delivered.sound is None or delivered.sound.seconds <= 2.6


def test_a_line_cut_before_it_begins_makes_no_sound() -> None:
    speaker = Loudspeaker()
    line = SpokenLine(speaker, a_second_a_word)
    line.cut()
    assert line.say(["Hello there, how are you today?"]).text == ""
    assert speaker.played == []


def test_a_cut_from_another_thread_ends_the_wait_at_once() -> None:
    class Endless(Loudspeaker):
        idle = property(lambda self: False)  # type: ignore[assignment]

    line = SpokenLine(Endless(heard_at_stop=0.9), a_second_a_word)
    threading.Timer(0.05, line.cut).start()
    assert line.say(["Hello there."]).text == "Hello"


def test_a_voice_that_fails_says_so() -> None:
    def broken(_: str) -> Iterator[Spoken]:
        raise EngineError("The voice broke.")
        yield

    with pytest.raises(EngineError):
        SpokenLine(Loudspeaker(), broken).say(["Hello."])
