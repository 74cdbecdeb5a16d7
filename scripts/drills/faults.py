"""Fault drills: each breaks one thing in mid-rehearsal and gives what the user is told; else it raises."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from tests.rehearsal.playing import Play
from tests.standin_ollama import Chat, StandIn
from voicecoach.errors import VoicecoachError
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal import store
from voicecoach.rehearsal.events import Event, Notice, PartnerSaid, YouSaid
from voicecoach.rehearsal.journal import FolderJournal
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.story import read_story
from voicecoach.rehearsal.talk import Talk

SAMPLES = Path(__file__).parents[2] / "tests" / "data" / "journals"


def disk_full_at_the_journal(root: Path) -> str:
    """The disk takes half of a turn's line."""
    write = os.write
    return _broken(root, lambda _: mock.patch.object(os, "write", lambda f, data: write(f, data[:9])).start())


def disk_full_at_the_sound(root: Path) -> str:
    """No room for a turn's recording: a file may grow no further."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        return _broken(root, lambda _: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def folder_gone(root: Path) -> str:
    """Somebody deletes the folder: it is said, and nothing is left to resume."""
    return _broken(root, shutil.rmtree, kept=False)


def no_folder_can_be_made(root: Path) -> str:
    """A file stands where the rehearsals should be."""
    (root / "home").write_text("")
    return _refused(lambda: store.new_folder("raise", root / "home" / "rehearsals"))


def clock_set_back(root: Path) -> str:
    """A day back in mid-rehearsal: every turn is kept in order."""
    now = time.time
    play, shown = _played(root, 2, lambda _: mock.patch.object(time, "time", lambda: now() - 86_400).start())
    play.run()
    _all_kept(root, shown, 5)
    return "nothing to say; all turns kept"


def torn_journal(_: Path) -> str:
    """The last line is half a line."""
    assert len(read_story(SAMPLES / "torn").turns) == 3
    return "nothing to say; the finished turns are there"


def foreign_lines(_: Path) -> str:
    """Lines that are no journal's."""
    assert len(read_story(SAMPLES / "foreign").turns) == 4
    return "nothing to say; the finished turns are there"


def newer_journal(_: Path) -> str:
    """A newer voicecoach wrote it."""
    return _refused(lambda: read_story(SAMPLES / "newer"))


def two_copies(root: Path) -> str:
    """The same rehearsal opened twice."""
    root.mkdir(exist_ok=True)
    held = store.lock(root)
    try:
        return _refused(lambda: store.lock(root))
    finally:
        held.release()


def ollama_dies(root: Path) -> str:
    """The connection breaks before the first word."""
    return _with_ollama(root, Chat(dies_after=0))


def ollama_stalls(root: Path) -> str:
    """It takes the request and says nothing."""
    return _with_ollama(root, Chat(stalls_after=0))


def ollama_has_another_model(root: Path) -> str:
    """Restarted without the model that was in use."""
    return _with_ollama(root, Chat(status=404, error="model not found"))


def ollama_byte_by_byte(root: Path) -> str:
    """Slow and in single bytes: it is read all the same."""
    return _with_ollama(root, Chat(by_bytes=True), told=False)


def piper_voice_corrupt(root: Path) -> str:
    """The voice's file is no model."""
    from voicecoach.speaking.piper import PiperVoice

    model = root / "voice.onnx"
    model.write_bytes(b"nothing" * 100)
    model.with_suffix(".onnx.json").write_text('{"audio": {"sample_rate": 16000}}')
    return _stepped_down(root, lambda play: setattr(play.crew, "voice", PiperVoice(model)))


def piper_voice_missing(root: Path) -> str:
    """The voice's file is gone."""
    from voicecoach.speaking.piper import PiperVoice

    return _stepped_down(root, lambda play: setattr(play.crew, "voice", PiperVoice(root / "gone.onnx")))


def whisper_model_corrupt(root: Path) -> str:
    """The model's file is no model."""
    from voicecoach.hearing.whisper import WhisperTranscriber

    folder = root / "whisper"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"nothing" * 100)
    (folder / "config.json").write_text("{}")
    return _stepped_down(root, lambda play: setattr(play.crew, "transcriber", WhisperTranscriber(folder)))


def _played(root: Path, at_turn: int, fault: Callable[[Path], object]) -> tuple[Play, dict[int, str]]:
    """A rehearsal with a fault after so many turns, and the turns that were shown, as they come."""
    folder = root / "rehearsal"
    play = Play(["I want a raise."] * 2, ["Not this year."] * 4, journal=FolderJournal(folder))
    shown: dict[int, str] = {}

    def see(event: Event) -> None:
        if isinstance(event, YouSaid | PartnerSaid):
            shown[event.turn.number] = event.turn.text
            if len(shown) == at_turn:
                fault(folder)

    play.on_event = see
    return play, shown


def _broken(root: Path, fault: Callable[[Path], object], *, kept: bool = True) -> str:
    play, shown = _played(root, 2, fault)
    told = _refused(play.run)
    mock.patch.stopall()
    if kept:
        _all_kept(root, shown, 2)
    return told


def _all_kept(root: Path, shown: dict[int, str], least: int) -> None:
    mock.patch.stopall()
    story = read_story(root / "rehearsal")
    assert len(shown) >= least, "the rehearsal ended too soon"
    assert {t.number: t.text for t in story.turns}.items() >= shown.items(), "a turn was lost"
    journal = FolderJournal(root / "rehearsal")
    Talk.resume(scenarios.load("raise"), story, journal)
    journal.close()


def _refused(does: Callable[[], object]) -> str:
    try:
        does()
    except VoicecoachError as error:
        assert error.next_step, f"no next step: {error.what}"
        return f"{error.what} {error.next_step}"
    raise AssertionError("nothing was said")


def _stepped_down(root: Path, breaks: Callable[[Play], object], *, told: bool = True) -> str:
    play, shown = _played(root, 99, lambda _: None)
    breaks(play)
    play.run()
    _all_kept(root, shown, 4)
    notices = [e for e in play.events if isinstance(e, Notice) and e.key.startswith("stepped_down")]
    assert bool(notices) == told, f"told {len(notices)} times"
    return notices[0].text if notices else "nothing to say"


def _with_ollama(root: Path, chat: Chat, *, told: bool = True) -> str:
    from voicecoach.partner.ollama import OllamaPartner
    from voicecoach.partner.ollama_stream import Patience
    from voicecoach.partner.scripted import ScriptedPartner

    scenario, brief = scenarios.load("raise"), example_brief("raise")
    with StandIn([chat]) as server:
        partner = OllamaPartner(
            scenario,
            brief,
            model=None,
            host=server.url,
            allow_remote=False,
            scripted=ScriptedPartner(scenario, brief, seed=1),
            patience=Patience(3, 1, 1),
        )
        try:
            return _stepped_down(root, lambda play: setattr(play.crew, "partner", partner), told=told)
        finally:
            partner.close()


ALL: tuple[Callable[[Path], str], ...] = (
    disk_full_at_the_journal, disk_full_at_the_sound, folder_gone, no_folder_can_be_made, clock_set_back,
    torn_journal, foreign_lines, newer_journal, two_copies, ollama_dies, ollama_stalls,
    ollama_has_another_model, ollama_byte_by_byte, piper_voice_corrupt, piper_voice_missing,
    whisper_model_corrupt,
)  # fmt: skip
