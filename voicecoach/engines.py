"""Which engine does what on this machine: the best that is there, or the one that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from voicecoach.catalog import store
from voicecoach.errors import EngineMissing, UsageError
from voicecoach.hearing.sphinx import SphinxTranscriber
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.settings import Settings
from voicecoach.speaking.espeak import EspeakVoice
from voicecoach.speaking.voices import VoiceFile, voice_for
from voicecoach.stages import Partner, Transcriber, Voice
from voicecoach.types import Brief


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen by hand; None takes the best that is there."""

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
    starter_partner = ScriptedPartner(scenario, brief, seed)
    partner_voice, coach_voice = voice_for("partner", settings, brief), voice_for("coach", settings, brief)
    starter_hearing = SphinxTranscriber()
    return Crew(
        transcriber=_hearing(choices.hearing, starter_hearing),
        partner=_partner(choices.partner, settings, scenario, brief, starter_partner),
        voice=_voice(choices.speaking, partner_voice),
        coach_voice=_voice(choices.speaking, coach_voice),
        starter_transcriber=starter_hearing,
        starter_partner=starter_partner,
        starter_voice=partner_voice.espeak_voice(),
        starter_coach_voice=coach_voice.espeak_voice(),
    )


def _hearing(choice: str | None, starter: Transcriber) -> Transcriber:
    from voicecoach.hearing.whisper import WhisperTranscriber

    if choice == "sphinx":
        return starter
    if choice not in (None, "whisper"):
        return WhisperTranscriber(_existing(choice, "hearing", "whisper, sphinx, or the folder of a Whisper model"))
    installed = store.installed_hearing()
    if installed:
        return WhisperTranscriber(installed[0].path)
    if choice == "whisper":
        raise EngineMissing("No Whisper model is on this machine.", "Fetch one with `voicecoach setup`.")
    return starter
