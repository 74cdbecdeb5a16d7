"""What a language model is told: a prefix that never changes, the talk as it was heard, and one note last.

All texts stand in `lexicon/prompt.toml`. The persona is kept in the dark: what comes from scenario, brief
or mind passes `Secrets` first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any

from voicecoach.partner.directive import Directive
from voicecoach.partner.persona import make_persona
from voicecoach.partner.secrets import Secrets
from voicecoach.partner.trimming import trimmed
from voicecoach.paths import package_data
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.types import Brief, Move, Turn, Who

Message = dict[str, str]
"""{"role": "system" | "user" | "assistant", "content": text}"""

NO_REACTION = frozenset({"open", "probe"})
"""Beats before the request is out: what the user did then is no answer to anything."""


@cache
def _texts() -> dict[str, Any]:
    with (package_data("lexicon") / "prompt.toml").open("rb") as file:
        return tomllib.load(file)


class Prompt:
    """Makes the messages of one rehearsal."""

    def __init__(self, scenario: Scenario, brief: Brief) -> None:
        self._brief = brief
        self._scenario = scenario
        self.persona = make_persona(scenario, brief)
        texts = _texts()
        self.prefix: tuple[Message, ...] = (
            {"role": "system", "content": self._named(texts["prefix"].strip(), **self._who(texts))},
            {"role": "user", "content": self._named(texts["scene"])},
        )
        """The same bytes in every request of the rehearsal."""

    def messages(self, directive: Directive, history: Sequence[Turn], turned_away: str = "") -> list[Message]:
        """For the next line. `turned_away` says what was wrong with the one before."""
        talk = self.talk(history)
        note = self._note(directive, history, turned_away)
        if talk[-1]["role"] == "user":
            return [*talk[:-1], _said("user", f"{talk[-1]['content']}\n\n{note}")]
        return [*talk, _said("user", note)]

    def talk(self, history: Sequence[Turn]) -> list[Message]:
        """The prefix and what was heard, without a note: what the next request shares with this one."""
        messages = list(self.prefix)
        for turn in trimmed(history):
            role = "user" if turn.who is Who.YOU else "assistant"
            text = heard(turn) or _texts()["said_nothing"]
            if messages[-1]["role"] == role:
                messages[-1] = _said(role, f"{messages[-1]['content']}\n{text}")
            else:
                messages.append(_said(role, text))
        return messages

    def _who(self, texts: dict[str, Any]) -> dict[str, str]:
        """The persona in words, each part only where it tells nothing."""
        persona, secrets = self.persona, Secrets.of(self._brief)
        likely = self._named(texts["about_likely"], likely=persona.likely) if persona.likely else ""
        found = {
            "about": [persona.about, likely],
            "position": [persona.position],
            "resists": [persona.resists],
            "relation": [persona.relation],
        }
        unknown = {key: self._named(texts[f"{key}_unknown"]) for key in found}
        return {
            key: next((text for text in given if text and not secrets.told_by(text)), unknown[key])
            for key, given in found.items()
        }

    def _note(self, directive: Directive, history: Sequence[Turn], turned_away: str) -> str:
        secrets, note = Secrets.of(self._brief, history), _texts()["note"]
        lines = self._lines(directive, secrets, note, turned_away)
        safe = " ".join(line for line in lines if not secrets.told_by(line))
        return str(note["whole"]).replace("{lines}", safe)

    def _lines(
        self, directive: Directive, secrets: Secrets, note: dict[str, Any], turned_away: str
    ) -> list[str]:
        named = self._named
        gist = directive.gist or _texts()["plain"][directive.move.value]
        if secrets.told_by(gist):
            gist = _texts()["plain"][directive.move.value]
        did = "" if directive.beat in NO_REACTION else note["did"].get(directive.reaction, "")
        offer = directive.slots.get("offer", "") if directive.move is Move.COUNTER_OFFER else ""
        parts = [
            named(note["again"], reason=turned_away) if turned_away else "",
            named(note["reaction"], did=named(did)) if did else "",
            named(note["met"]) if directive.met else "",
            named(note["move"], gist=named(gist)),
            named(note["offer"], offer=offer) if offer else "",
            named(note["stage"]) if directive.stage else "",
            self._manner(directive, note),
            named(note["angry"] if directive.angry else note["guard"][directive.guard.value]),
            named(note["may_give" if directive.may_concede else "firm"]),
            named(note["closing"]) if directive.closing else "",
            named(note["length"], words=str(directive.max_words)),
        ]
        return [part for part in parts if part]

    def _manner(self, directive: Directive, note: dict[str, Any]) -> str:
        """A manner chosen in mid-talk, told beside the prefix, which stays as it was for the cache's sake."""
        chosen = self._scenario.manner(directive.manner)
        if chosen is None or chosen.key == self.persona.manner:
            return ""
        return self._named(note["manner"], about=chosen.about)

    def _named(self, text: str, **slots: str) -> str:
        for key, value in (*slots.items(), ("name", self.persona.name)):
            text = text.replace(f"{{{key}}}", value)
        return text


def heard(turn: Turn) -> str:
    """What was heard of a turn; one that was cut off ends in a dash."""
    text = " ".join(turn.text.split())
    return f"{text.rstrip(' ,.;:…—–-')}—" if turn.cut_off and text else text


def _said(role: str, content: str) -> Message:
    return {"role": role, "content": content}
