"""The coach with a local model: it chooses numbers of sentences and may word a stronger line. Nothing else of

what it writes is ever shown: the words of a quote come from the record, the coach's from the templates, and a
sentence that the model accuses must have been found by the detectors too.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voicecoach.coaching.critique_keys import finding_key
from voicecoach.coaching.lint import Record, broken_line, new_words
from voicecoach.coaching.material import Material
from voicecoach.coaching.parts import Point
from voicecoach.coaching.quotes import Span, quote_of, sentences
from voicecoach.coaching.stronger import finished
from voicecoach.coaching.templates import says_of
from voicecoach.coaching.words import ask_of, filled, lexicon
from voicecoach.errors import EngineError
from voicecoach.files import Unreadable, json_in
from voicecoach.settings import Settings
from voicecoach.types import Finding, Label, Question, Turn, Who

if TYPE_CHECKING:
    from voicecoach.partner.ollama import OllamaPartner

log = logging.getLogger(__name__)

Chat = Callable[..., Any]
"""Like `ollama.Client.chat`: called with model, messages, format, options, think, stream."""

CONNECT_S, READ_S, WHOLE_S = 2.0, 60.0, 120.0
"""Seconds to connect, to wait for a piece of the answer, and for all of it."""
TRIES = 2
NUM_CTX = 8192
MOST_TOKENS = 500
AUTHORED = "The authored words are used instead."
CONFIRMS: Mapping[str, frozenset[Label]] = {
    "carried": frozenset({Label.HELD, Label.DIRECT}),
    Question.APOLOGETIC.value: frozenset({Label.APOLOGY, Label.HEDGE}),
    Question.ROOM.value: frozenset({Label.CONCESSION, Label.JUSTIFYING}),
}
"""Which findings must stand in a sentence for a model's choice to count: two must agree before it is said."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """One sentence of the talk under the id that the model sees."""

    id: str
    turn: Turn
    at: Span


class OllamaCoach:
    """Implements `coach.Coach`."""

    def __init__(self, chat: Chat, model: str, *, think: bool | str = False) -> None:
        """`chat` asks the server; see `Chat`."""
        self.name = f"ollama:{model}"
        self._chat, self._model, self._think = chat, model, think

    @classmethod
    def beside(cls, partner: OllamaPartner) -> OllamaCoach:
        """With the partner's own model, which is loaded already."""
        return cls(chat_at(partner.url), partner.model, think=partner.think)

    def points(self, material: Material) -> Sequence[Point]:
        """A point for each confirmed choice. Raises EngineError where nothing usable comes."""
        numbered = number_sentences(material)
        schema = schema_of([n.id for n in numbered if n.turn.who is Who.YOU])
        messages = messages_of(material, numbered, schema)
        for _ in range(TRIES):
            answer = parsed(self._asked(messages, schema))
            if answer is not None:
                return tuple(chosen(answer, numbered, material))
        raise EngineError(f"{self.name} gave no answer that could be read.", AUTHORED)

    def _asked(self, messages: list[dict[str, str]], schema: Mapping[str, Any]) -> str:
        try:
            reply = self._chat(
                model=self._model,
                messages=messages,
                format=schema,
                think=self._think,
                stream=True,
                keep_alive="30m",
                options={"temperature": 0, "num_ctx": NUM_CTX, "num_predict": MOST_TOKENS},
            )
            return joined(reply)
        except EngineError:
            raise
        except Exception as error:  # the client raises its own errors, httpx's, and KeyError for odd answers
            log.warning("the coach's model failed: %s", type(error).__name__)
            raise EngineError(
                f"{self.name} did not answer.", "The authored words are used instead."
            ) from error


def joined(pieces: Iterable[Any]) -> str:
    """The text of a streamed answer. Raises EngineError where it does not end within `WHOLE_S`."""
    text, began = "", time.monotonic()
    for piece in pieces:
        text += str(piece["message"]["content"] or "")
        if time.monotonic() - began > WHOLE_S:
            raise EngineError("The coach's model is too slow on this machine.", AUTHORED)
    return text


def number_sentences(m: Material) -> tuple[Numbered, ...]:
    """Every sentence of both speakers: u1, u2 … for the user's, p1, p2 … for the partner's."""
    found: list[Numbered] = []
    counts = {Who.YOU: 0, Who.PARTNER: 0}
    for turn in m.turns:
        if turn.who not in counts:
            continue
        for span in sentences(turn.text):
            counts[turn.who] += 1
            letter = "u" if turn.who is Who.YOU else "p"
            found.append(Numbered(f"{letter}{counts[turn.who]}", turn, span))
    return tuple(found)


def schema_of(ids: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of an answer; ids that do not exist cannot be written by a server that keeps to it."""
    one = {
        "type": "object",
        "properties": {
            "id": {"enum": [*ids, None]},
            "line": {"type": ["string", "null"]},
        },
        "required": ["id", "line"],
    }
    questions = ["carried", *(q.value for q in Question)]
    return {"type": "object", "properties": dict.fromkeys(questions, one), "required": questions}


def messages_of(m: Material, numbered: Sequence[Numbered], schema: Mapping[str, Any]) -> list[dict[str, str]]:
    """Without names: who is who cannot sway the choice."""
    words = lexicon("coach_prompt")
    talk = filled(
        words["talk"],
        want=m.brief.want,
        musts="; ".join(m.brief.must_say) or "-",
        sentences="\n".join(_row(n, m) for n in numbered),
    )
    system = filled(words["system"], schema=json.dumps(schema))
    return [{"role": "system", "content": system}, {"role": "user", "content": talk}]


def _row(numbered: Numbered, m: Material) -> str:
    speaker = "A" if numbered.turn.who is Who.YOU else "B"
    labels = sorted(m.labels_in(numbered.turn.number, numbered.at)) if speaker == "A" else []
    marks = f" ({', '.join(labels)})" if labels else ""
    return f"[{numbered.id}] {speaker}: {numbered.turn.text[slice(*numbered.at)]}{marks}"


def parsed(text: str) -> Mapping[str, Any] | None:
    """The answer as an object; None where it is none."""
    start, end = text.find("{"), text.rfind("}")
    try:
        found = json_in(text[start : end + 1]) if 0 <= start < end else None
    except Unreadable:
        return None
    return found if isinstance(found, dict) else None


def chosen(answer: Mapping[str, Any], numbered: Sequence[Numbered], m: Material) -> Iterator[Point]:
    """Points for those choices that exist and that a finding confirms; the words are the program's."""
    own = {n.id: n for n in numbered if n.turn.who is Who.YOU}
    for question in ("carried", *(q.value for q in Question)):
        row = answer.get(question)
        if not isinstance(row, dict) or not isinstance(row.get("id"), str) or row["id"] not in own:
            continue
        line = trusted_line(row.get("line"), m)
        point = _point(question, own[row["id"]], line, m)
        if point:
            yield point


def trusted_line(line: object, m: Material) -> str | None:
    """A model's stronger line, where it holds nothing that was not said or wanted."""
    if not isinstance(line, str):
        return None
    record = Record(m.turns, m.brief)
    tidy = " ".join(line.replace("“", "").replace("”", "").replace('"', "").split())
    return None if broken_line(tidy, record) or new_words(tidy, record) else finished(tidy)


def _point(question: str, where: Numbered, line: str | None, m: Material) -> Point | None:
    if question in CONFIRMS:
        finding = _confirming(question, where, m)
        if finding is None:
            return None
        says = says_of(m, question, finding)
        return Point(question, ask_of(question), says, m.quote(finding), line, finding_key(finding))
    if line is None:
        return None
    quote = quote_of(where.turn, where.at)
    says = str(lexicon("coach")["by_model"][question])
    return Point(question, ask_of(question), says, quote, line)


def _confirming(question: str, where: Numbered, m: Material) -> Finding | None:
    return next(
        (
            f
            for f in m.findings
            if f.turn == where.turn.number
            and f.label in CONFIRMS[question]
            and f.at[0] < where.at[1]
            and where.at[0] < f.at[1]
            and m.heard_surely(f)
        ),
        None,
    )


def coach_from(settings: Settings, model: str | None) -> OllamaCoach:
    """The coach with the model in Ollama on this machine. Raises EngineMissing, EngineError."""
    from voicecoach.partner.ollama_models import find_model
    from voicecoach.partner.ollama_server import checked_url, chosen_host

    host = chosen_host(settings.text("partner.host"))
    url = checked_url(host, allow_remote=settings.on("partner.allow_remote"))
    found = find_model(url, model or settings.text("partner.model") or None)
    return OllamaCoach(chat_at(url), found.name, think=found.think)


def chat_at(url: str) -> Chat:
    """The server's chat, asked without proxies and redirections."""
    import httpx
    import ollama

    from voicecoach.partner.ollama_server import client_options

    def chat(**asked: Any) -> Iterator[Any]:
        with ollama.Client(
            url, timeout=httpx.Timeout(READ_S, connect=CONNECT_S), **client_options(url)
        ) as client:
            yield from client.chat(**asked)

    return chat
