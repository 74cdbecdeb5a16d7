"""What an engine says of its failure may quote the talk: none of it reaches the log, at any level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from tests.coaching.talks import FOLDED, RAISE, turns
from tests.rehearsal.playing import Play
from voicecoach import logs
from voicecoach.coaching import critique
from voicecoach.coaching.material import Material
from voicecoach.coaching.transcripts import scenario_of
from voicecoach.engines import Choices, assemble
from voicecoach.errors import EngineError
from voicecoach.hearing.streams import KeptStream
from voicecoach.paths import log_file
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.scenario import example_brief, load
from voicecoach.settings import Settings
from voicecoach.types import Heard, Turn

SAID = "Zebulon"
QUOTES = EngineError(f"Ollama answered with an error (500): cannot read: You are {SAID}.", "Start it again.")


@pytest.fixture(autouse=True)
def fullest_log() -> Iterator[None]:
    """Everything that is logged at all."""
    logs.stop()
    logs.start(verbose=2)
    yield
    logs.stop()


def logged() -> str:
    """The log; never with a word that was said."""
    text = log_file().read_text()
    assert SAID not in text
    return text


class Fails:
    """An engine whose server quotes what it was sent."""

    name = "ollama"

    def warm(self, _history: Sequence[Turn] = ()) -> None:
        raise QUOTES

    def points(self, _material: Material) -> Any:
        raise QUOTES

    def close(self) -> None:
        """Holds nothing."""


class Stream:
    """Hears nothing, and says why."""

    def feed(self, _samples: Any) -> None:
        raise QUOTES

    def so_far(self) -> str:
        return ""

    def finish(self) -> Heard:
        raise QUOTES


def crew() -> Crew:
    """As it is before anybody asks to be told of what steps down."""
    made: Crew = Play(["Hello."], ["Hello."]).crew
    fields = {name: getattr(made, name) for name in Crew.__dataclass_fields__ if name != "stepped_down"}
    return Crew(**fields)


def test_a_stage_that_steps_down_is_logged_without_its_words() -> None:
    played = crew()
    played.partner = Fails()  # type: ignore[assignment]
    played.warm()
    assert "partner steps down to fake: EngineError" in logged()


def test_a_stream_that_fails_is_logged_without_its_words() -> None:
    stream = KeptStream(lambda _: Heard("x"), Stream())
    stream.feed(np.zeros(320, np.int16))
    assert stream.finish().text == "x"
    assert "without the stream: EngineError" in logged()


def test_a_coach_that_fails_is_logged_without_its_words() -> None:
    coach: Any = Fails()
    critique.make(turns(FOLDED), RAISE, scenario_of(RAISE), load_audio=lambda _: None, coach=coach)
    assert "the coach ollama did not answer: EngineError" in logged()


def test_a_server_that_quotes_is_logged_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise QUOTES

    monkeypatch.setattr("voicecoach.partner.ollama.OllamaPartner", refuses)
    assemble(Choices(), Settings({}), load("raise"), example_brief("raise"), 1)
    assert "the scripted partner answers: EngineError" in logged()
