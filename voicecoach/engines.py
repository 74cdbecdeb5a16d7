"""Which engine does what on this machine: the best that is there, or the one that was asked for."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from voicecoach.coaching.coach import Coach
from voicecoach.errors import EngineError, EngineMissing, UsageError
from voicecoach.hearing.sphinx import SphinxTranscriber
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.settings import Settings
from voicecoach.speaking.casting import espeak_voice, piper_voice, voice_for
from voicecoach.speaking.voices import VoiceFile
from voicecoach.stages import Partner, Transcriber, Voice
from voicecoach.types import Brief

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen by hand; None takes the setting, and that the best that is there."""

    hearing: str | None = None
    """"whisper", "sphinx", or the folder of a Whisper model."""
    speaking: str | None = None
    """"piper", "espeak", or the .onnx file of a Piper voice."""
    partner: str | None = None
    """"ollama", "ollama:MODEL" or "scripted"."""


def assemble(choices: Choices, settings: Settings, scenario: Scenario, brief: Brief, seed: int) -> Crew:
    """The engines of one rehearsal, with the starters that stand in for them.

    Raises EngineMissing where a chosen engine is not there, UsageError where there is no such engine.
    """
    starter_hearing = SphinxTranscriber()
    starter_partner = ScriptedPartner(scenario, brief, seed)
    theirs = voice_for("partner", settings.text("speaking.partner_voice"), who=brief.other)
    coachs = voice_for("coach", settings.text("speaking.coach_voice"), other_than=theirs)
    pace = settings.number("speaking.pace")
    speaking = _chosen(choices.speaking, settings, "speaking")
    return Crew(
        transcriber=_hearing(_chosen(choices.hearing, settings, "hearing"), settings, starter_hearing),
        partner=_partner(
            _chosen(choices.partner, settings, "partner"), settings, scenario, brief, starter_partner
        ),
        voice=_voice(speaking, theirs, pace),
        coach_voice=_voice(speaking, coachs, pace),
        starter_transcriber=starter_hearing,
        starter_partner=starter_partner,
        starter_voice=espeak_voice(theirs, pace),
        starter_coach_voice=espeak_voice(coachs, pace),
    )


def _chosen(by_hand: str | None, settings: Settings, stage: str) -> str | None:
    setting = settings.text(f"{stage}.engine")
    return by_hand or (None if setting == "auto" else setting)


def _hearing(choice: str | None, settings: Settings, starter: Transcriber) -> Transcriber:
    from voicecoach.hearing.whisper import WhisperTranscriber

    if choice == "sphinx":
        return starter
    if choice not in (None, "whisper"):
        return WhisperTranscriber(_existing(choice, "whisper, sphinx, or the folder of a Whisper model"))
    wanted = settings.text("hearing.model")
    from voicecoach.catalog import store

    installed = [model for model in store.installed_hearing() if wanted in ("", model.id)]
    if installed:
        return WhisperTranscriber(installed[0].path)
    if choice == "whisper":
        raise EngineMissing("No Whisper model is on this machine.", "Fetch one with: voicecoach setup")
    return starter


def _voice(choice: str | None, voice: VoiceFile, pace: float) -> Voice:
    if choice == "espeak":
        return espeak_voice(voice, pace)
    if choice not in (None, "piper"):
        return piper_voice(
            voice, _existing(choice, "piper, espeak, or the .onnx file of a Piper voice"), pace
        )
    from voicecoach.catalog import store

    installed = {model.id: model.path for model in store.installed_voices()}
    if voice.piper and voice.piper.voice in installed:
        return piper_voice(voice, installed[voice.piper.voice], pace)
    if choice == "piper":
        raise EngineMissing(
            f"The Piper voice of {voice.name} is not on this machine.", "Fetch it with: voicecoach setup"
        )
    return espeak_voice(voice, pace)


def _partner(
    choice: str | None, settings: Settings, scenario: Scenario, brief: Brief, starter: ScriptedPartner
) -> Partner:
    if choice == "scripted":
        return starter
    engine, _, model = (choice or "ollama").partition(":")
    if engine != "ollama":
        raise UsageError(f"There is no partner {choice!r}.", "Choose ollama, ollama:MODEL or scripted.")
    from voicecoach.partner.ollama import OllamaPartner

    try:
        return OllamaPartner(
            scenario,
            brief,
            model=model or settings.text("partner.model") or None,
            host=settings.text("partner.host"),
            allow_remote=settings.on("partner.allow_remote"),
            scripted=starter,
        )
    except EngineError as e:
        if choice:
            raise
        log.info("the scripted partner answers: %s", type(e).__name__)
        return starter


def _existing(given: str, expected: str) -> Path:
    path = Path(given).expanduser()
    if not path.exists():
        raise UsageError(f"There is no engine {given!r}, and no such file.", f"Choose {expected}.")
    return path


def coach_for(partner: Partner) -> Coach | None:
    """Who words the critique: the model that words the partner, else the templates (None)."""
    from voicecoach.coaching.coach_ollama import OllamaCoach
    from voicecoach.partner.ollama import OllamaPartner

    return OllamaCoach.beside(partner) if isinstance(partner, OllamaPartner) else None
