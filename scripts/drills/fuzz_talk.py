"""What devices, models and people give, for the fuzz drill: none of it may run, or reach the terminal raw."""

from __future__ import annotations

import html.parser
import json
import re
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import httpx
import ollama

from voicecoach.audio import devices as audio_devices
from voicecoach.coaching.coach_ollama import parsed
from voicecoach.coaching.transcripts import critiqued
from voicecoach.errors import VoicecoachError
from voicecoach.partner.in_role import clean_line
from voicecoach.partner.ollama_stream import ChatStream, Patience
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.events import PartnerSaid, State
from voicecoach.rehearsal.records import brief_from_json, brief_to_json
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.story import Story
from voicecoach.report.write import write_report
from voicecoach.speaking.speakable import speakable
from voicecoach.terminal.faces import event_to_json
from voicecoach.terminal.keys import LineKeys
from voicecoach.terminal.say import plain
from voicecoach.types import Turn, Who

RAW_MARKUP = re.compile(r"(?<!\\)[<>]|(?<!\\)\[[^\]\n]*(?<!\\)\]\(")


def shown_as_it_is(text: str) -> None:
    """What is printed has no control characters, and can be encoded."""
    text.encode()
    if any((ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 for c in text):
        raise AssertionError("a control character reached the terminal")


def keys(data: bytes) -> None:
    """A line typed at the terminal."""
    text = data.decode(errors="surrogateescape")
    told: list[str] = []
    LineKeys(lambda _: None, lambda: State.READY, told.append, "tap").typed(text)
    shown_as_it_is(plain(text) + "".join(told))


def lines(data: bytes) -> None:
    """A line of a model's, on its way to ear and eye."""
    text = data.decode(errors="surrogateescape")
    spoken = clean_line(text, "Dana").spoken
    speakable(spoken)
    shown_as_it_is(plain(json.dumps(event_to_json(PartnerSaid(Turn(0, Who.PARTNER, text))))))
    shown_as_it_is(plain(text))


def devices(data: bytes) -> None:
    """What PortAudio tells of devices: mutated as JSON, and taken where it still is some."""
    try:
        row = json.loads(data)
        apis, found = row["apis"], row["devices"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    if not isinstance(apis, list) or not isinstance(found, list):
        return
    card = SimpleNamespace(
        query_hostapis=lambda: apis, query_devices=lambda: found, PortAudioError=RuntimeError
    )
    with mock.patch.object(audio_devices, "portaudio", lambda: card):
        listed = audio_devices.list_devices()
        for kind in audio_devices.Kind:
            chosen = audio_devices.choose(listed, kind, None)
            shown_as_it_is(plain(f"{chosen.label} {chosen.rate} {chosen.bluetooth_headset}"))


def answered(data: bytes) -> None:
    """The coach model's answer."""
    parsed(data.decode(errors="replace"))


class Runs(html.parser.HTMLParser):
    """Whatever in a page could run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Scripts, handlers, and addresses that are scripts."""
        hostile = [f"{k}={v}" for k, v in attrs if k.startswith("on") or "javascript:" in (v or "")]
        self.found += [tag] * (tag in ("script", "iframe", "object", "embed")) + hostile


def reported(data: bytes) -> None:
    """A transcript and a brief with this text: nothing of it runs in the report, or is markup there."""
    text = data.decode(errors="replace")
    brief = brief_from_json(brief_to_json(example_brief("raise")) | {"other": f"Dana {text}", "want": text})
    turns = tuple(Turn(n, who, text, end_s=1.0) for n, who in enumerate([Who.PARTNER, Who.YOU] * 2))
    with tempfile.TemporaryDirectory(dir=_home()) as place:
        folder = Path(place)
        story = Story(brief, turns=turns)
        write_report(
            folder, story, scenarios.load("raise"), critiqued(turns, brief), load_audio=lambda _: None
        )
        for page in ("report.html", "card.html"):
            runs = Runs()
            runs.feed((folder / page).read_text("utf-8"))
            if runs.found:
                raise AssertionError(f"{page} runs {runs.found}")
        raw = RAW_MARKUP.search(re.sub(r"(?m)^> ", "", (folder / "report.md").read_text("utf-8")))
        if raw:
            raise AssertionError(f"raw markup in report.md: {raw[0]!r}")


def _home() -> str:
    import os

    return os.environ["VOICECOACH_HOME"]


class Stream:
    """A server that answers with these bytes; one connection's thread for all of them."""

    def __init__(self) -> None:
        self._body = b""
        self._chat: Any = None

    def __call__(self, data: bytes) -> None:
        self._body = data
        self._chat = self._chat or self._made()
        try:
            said = "".join(self._chat.chat([], {}))
        except VoicecoachError as error:
            shown_as_it_is(plain(str(error)))
            raise
        shown_as_it_is(plain(said))

    def _made(self) -> Any:
        class Served(ChatStream):
            def _made(inner) -> ollama.AsyncClient:  # noqa: N805 (self is the outer one)
                transport = httpx.MockTransport(lambda _: httpx.Response(200, content=self._body))
                return ollama.AsyncClient("http://127.0.0.1:1", transport=transport)

        return Served("http://127.0.0.1:1", "m", think=False, patience=Patience(2, 2, 2))
