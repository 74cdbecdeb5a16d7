"""Drills of the engines: each works at first, and breaks in mid-rehearsal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.drills.played import TESTS, Drilled, speech
from scripts.drills.told import Told
from tests.standin_ollama import Chat, StandIn
from voicecoach.hearing.whisper import WhisperTranscriber
from voicecoach.partner.ollama import OllamaPartner
from voicecoach.partner.ollama_stream import Patience
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.speaking.piper import PiperVoice

GARBAGE = b"nothing" * 100
GOOD, BYTES = Chat(), Chat(by_bytes=True)


class Server:
    """An Ollama stand-in that can be killed, and started again at the same address with other models."""

    def __init__(self, *chats: Chat, model: str = "stand-in:latest") -> None:
        self.running = StandIn(chats, models=[{"name": model, "size": 2_000_000_000}])
        self.running.__enter__()

    def kill(self) -> None:
        """Gone, and its connections with it."""
        self.running.stop()

    def restart(self, *chats: Chat, model: str) -> None:
        """The same address, another model."""
        self.kill()
        port = int(self.running.url.rpartition(":")[2])
        self.running = StandIn(chats, models=[{"name": model, "size": 2_000_000_000}], port=port)
        self.running.__enter__()


@contextmanager
def with_ollama(
    root: Path, *chats: Chat, fault: Callable[[Server], object] = lambda _: None, at_turn: int = 2
) -> Iterator[tuple[Drilled, Server]]:
    """A rehearsal with the stand-in's model, and something done to the server after so many turns."""
    server = Server(*chats)
    drill = Drilled(root, lambda _: fault(server), at_turn)
    partner = ollama_at(server)
    drill.play.crew.partner = partner
    try:
        yield drill, server
    finally:
        partner.close()
        server.kill()


def ollama_at(server: Server) -> OllamaPartner:
    """The partner that words its lines with the stand-in's model."""
    scenario, brief = scenarios.load("raise"), example_brief("raise")
    return OllamaPartner(
        scenario,
        brief,
        model=None,
        host=server.running.url,
        allow_remote=False,
        scripted=ScriptedPartner(scenario, brief, seed=1),
        patience=Patience(3, 1, 1),
    )


def ollama_killed(root: Path) -> Told:
    """Killed between two turns."""
    with with_ollama(root, GOOD, fault=Server.kill) as (drill, _):
        return drill.steps_down()


def ollama_killed_in_mid_line(root: Path) -> Told:
    """The connection breaks in the middle of the second line."""
    with with_ollama(root, GOOD, Chat(dies_after=4)) as (drill, _):
        return drill.steps_down()


def ollama_stalls(root: Path) -> Told:
    """The second time it takes the request and says nothing."""
    with with_ollama(root, GOOD, Chat(stalls_after=0)) as (drill, _):
        return drill.steps_down()


def ollama_restarted_with_another_model(root: Path) -> Told:
    """At the same address, without the model that was in use."""
    fresh = Chat(status=404, error="model 'stand-in' not found")
    with with_ollama(root, GOOD, fault=lambda s: s.restart(fresh, model="other:latest")) as (drill, _):
        return drill.steps_down()


def ollama_byte_by_byte(root: Path) -> Told:
    """In single bytes: it is read all the same."""
    with with_ollama(root, BYTES) as (drill, _):
        return drill.goes_on()


def ollama_slow_then_killed_then_another_model(root: Path) -> Told:
    """All in one rehearsal: byte by byte, killed, back with another model; then taken up again with that."""
    with with_ollama(root, BYTES, fault=Server.kill) as (drill, server):
        told = drill.steps_down()
        server.restart(GOOD, model="other:latest")
        drill.take_up_again()
        drill.utterances, drill.errors = 1, []
        partner = ollama_at(server)
        drill.play.crew.partner = partner
        drill.goes_on()
        partner.close()
        assert server.running.said, "the other model was not asked"
    return told


def _piper(root: Path) -> Path:
    folder = TESTS / "data" / "piper-test-voice"
    for name in ("tones.onnx", "tones.onnx.json"):
        shutil.copy(folder / name, root / name)
    return root / "tones.onnx"


def _whisper(root: Path) -> Path:
    return Path(shutil.copytree(TESTS / "data" / "whisper-rehearsal-test", root / "whisper"))


def _piper_broken(root: Path, breaks: Callable[[Path], object]) -> Told:
    """In mid-rehearsal the loaded voice speaks on; taken up again, the starter voice takes over."""
    model = _piper(root)
    drill = Drilled(root, lambda _: breaks(model))
    drill.play.crew.voice = drill.play.crew.coach_voice = PiperVoice(model)
    drill.goes_on()
    drill.take_up_again()
    drill.utterances = 1
    drill.play.crew.voice = drill.play.crew.coach_voice = PiperVoice(model)
    return drill.steps_down()


def piper_voice_corrupt(root: Path) -> Told:
    """Its file is overwritten in mid-rehearsal."""
    return _piper_broken(root, lambda model: model.write_bytes(GARBAGE))


def piper_voice_missing(root: Path) -> Told:
    """Its file is deleted in mid-rehearsal."""
    return _piper_broken(root, Path.unlink)


def piper_fails_at_a_line(root: Path) -> Told:
    """The loaded voice breaks between two lines."""
    voice = PiperVoice(_piper(root))

    def fails(*_: Any) -> Iterator[Any]:
        yield from ()
        raise RuntimeError("out of memory")

    drill = Drilled(root, lambda _: setattr(voice._voice, "synthesize", fails))
    drill.play.crew.voice = voice
    return drill.steps_down()


def _with_whisper(drill: Drilled, model: Path) -> WhisperTranscriber:
    transcriber = WhisperTranscriber(model)
    drill.play.crew.transcriber = transcriber
    return transcriber


def whisper_model_corrupt(root: Path) -> Told:
    """Its file is overwritten in mid-rehearsal: the loaded one hears on; taken up again, the starter does."""
    model = _whisper(root)
    drill = Drilled(
        root,
        lambda _: (model / "model.bin").write_bytes(GARBAGE),
        utterances=2,
        sounds=[speech("ask"), speech("no")],
    )
    _with_whisper(drill, model)
    drill.goes_on()
    drill.take_up_again()
    drill.utterances = 1
    _with_whisper(drill, model)
    return drill.steps_down()


def whisper_fails_at_a_turn(root: Path) -> Told:
    """The loaded model breaks between two turns: the starter hears that turn."""
    drill = Drilled(root, utterances=2, sounds=[speech("ask"), speech("no")])
    transcriber = _with_whisper(drill, _whisper(root))

    def fails(*_: Any, **__: Any) -> Any:
        raise RuntimeError("out of memory")

    drill.fault = lambda _: setattr(transcriber._model, "transcribe", fails)
    return drill.steps_down()


ALL = (
    ollama_killed, ollama_killed_in_mid_line, ollama_stalls, ollama_restarted_with_another_model,
    ollama_byte_by_byte, ollama_slow_then_killed_then_another_model, piper_voice_corrupt,
    piper_voice_missing, piper_fails_at_a_line, whisper_model_corrupt, whisper_fails_at_a_turn,
)  # fmt: skip
