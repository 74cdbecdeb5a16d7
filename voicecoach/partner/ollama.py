"""The partner that a local model words: the mind says which move, the model how, the gate what is heard."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from voicecoach.partner.directive import Directive
from voicecoach.partner.line_gate import LineGate, TurnedAway
from voicecoach.partner.line_rules import breaks_rules, numbers_in
from voicecoach.partner.ollama_models import find_model
from voicecoach.partner.ollama_server import checked_url, chosen_host
from voicecoach.partner.ollama_stream import ChatStream, Patience, Reply
from voicecoach.partner.prompt import Prompt
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.types import Brief, Turn, Who

log = logging.getLogger(__name__)

TEMPERATURES = (0.8, 0.5)
"""Of the first try, and of the one after a line was turned away."""

TOKENS_A_WORD = 2.0
TOKENS_TO_SPARE = 24
TOKENS_OF_THOUGHT = 512
"""What a model that cannot stop thinking may use up before its line."""


class OllamaPartner:
    """Implements `stages.Partner`."""

    name = "ollama"

    def __init__(
        self,
        scenario: Scenario,
        brief: Brief,
        *,
        model: str | None,
        host: str,
        allow_remote: bool,
        scripted: ScriptedPartner,
        patience: Patience | None = None,
    ) -> None:
        """Finds server and model; loads nothing yet. Raises EngineMissing or EngineError."""
        self.url = checked_url(chosen_host(host), allow_remote=allow_remote)
        found = find_model(self.url, model)
        self.model, self.think = found.name, found.think
        self._may_think = found.may_think
        self._prompt = Prompt(scenario, brief)
        self._numbers = frozenset(number for line in _lines_of(scenario) for number in numbers_in(line))
        self._scripted = scripted
        self._stream = ChatStream(self.url, self.model, think=self.think, patience=patience or Patience())
        self._lock = threading.Lock()
        self._reply: Reply | None = None
        self._cancelled = False
        self._thinks_aloud = False

    def warm(self, history: Sequence[Turn] = ()) -> None:
        """Have the model loaded, and the prompt read as far as it will stay the same."""
        self._stream.load(self._prompt.talk(history))

    def reply(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]:
        """Pieces of one line. Raises EngineError where the server fails, after what came before."""
        with self._lock:
            self._cancelled = False
        return self._line(directive, history)

    def cancel(self) -> None:
        """End the reply under way, from any thread."""
        with self._lock:
            self._cancelled = True
            if self._reply:
                self._reply.cancel()

    def close(self) -> None:
        """End what is under way, and let go of the connection."""
        self.cancel()
        self._stream.close()

    def snapshot(self) -> dict[str, Any]:
        """Which authored lines were given out, ready for JSON."""
        return self._scripted.snapshot()

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Takes `snapshot` back."""
        self._scripted.restore(snapshot)

    def _line(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]:
        """A model's line, another try, then an authored one; a line half said ends where it was sound."""
        reason = ""
        for temperature in TEMPERATURES:
            gate = self._gate(directive, history)
            try:
                yield from self._written(gate, directive, history, temperature, reason)
                return
            except TurnedAway as turned:
                reason = str(turned)
                why, _, _ = reason.partition(":")  # behind it stands a number that was said
                log.info("a line was turned away: %s", why)
                if gate.given and gate.whole:
                    return
                if gate.given:
                    yield " "
                    break
            finally:
                self._thinks_aloud = self._thinks_aloud or gate.thought_aloud
        if not self._cancelled:
            yield self._scripted.line_for(directive, history)

    def _written(
        self, gate: LineGate, directive: Directive, history: Sequence[Turn], temperature: float, reason: str
    ) -> Iterator[str]:
        """What the gate lets through of one try. Raises TurnedAway, EngineError."""
        reply = self._ask(directive, history, temperature, reason)
        if reply is None:
            return
        for piece in reply:
            text = gate.feed(piece)
            if text:
                yield text
            if gate.full:
                reply.cancel()
                return
        if not self._cancelled:
            yield gate.finish(cut_short=reply.cut_short)

    def _ask(
        self, directive: Directive, history: Sequence[Turn], temperature: float, reason: str
    ) -> Reply | None:
        thought = TOKENS_OF_THOUGHT if self.think else 0
        options = {
            "temperature": temperature,
            "num_predict": round(directive.max_words * TOKENS_A_WORD) + TOKENS_TO_SPARE + thought,
        }
        messages = self._prompt.messages(directive, history, reason)
        with self._lock:
            self._reply = None if self._cancelled else self._stream.chat(messages, options)
            return self._reply

    def _gate(self, directive: Directive, history: Sequence[Turn]) -> LineGate:
        persona = self._prompt.persona
        told = [*(turn.text for turn in history), directive.gist, *directive.slots.values()]
        rule = partial(
            breaks_rules,
            may_concede=directive.may_concede,
            history_lines=[turn.text for turn in history if turn.who is Who.PARTNER],
            numbers_in_play=self._numbers.union(*map(numbers_in, told)),
            persona_name=persona.name,
        )
        who = f"{persona.name}, {persona.relation}"
        return LineGate(who, directive.max_words, rule, may_think=self._may_think, thinks=self._thinks_aloud)


def _lines_of(scenario: Scenario) -> Iterator[str]:
    """All that the scenario may let the persona say: "six months" is nobody's secret."""
    pools = (scenario.lines, *(o.lines for o in scenario.objections), *(m.lines for m in scenario.manners))
    return (line for pool in pools for group in pool.values() for line in group)
