"""The coach with a model that lies in every way: the critique is still made, and nothing false is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.coaching.talks import FOLDED, RAISE, RECOVERED, turns
from tests.standin_ollama import Chat as Served
from tests.standin_ollama import StandIn
from voicecoach.coaching import critique
from voicecoach.coaching.coach_ollama import OllamaCoach, chat_at, messages_of, number_sentences, schema_of
from voicecoach.coaching.cutting import Cutter
from voicecoach.coaching.lint import Record, broken, true_quote
from voicecoach.coaching.parts import Critique
from voicecoach.coaching.taste import Taste
from voicecoach.coaching.transcripts import scenario_of
from voicecoach.types import Outcome, Session

QUESTIONS = ("carried", "apologetic", "room", "avoided", "stronger")


class Chat:
    """A server that answers what it is told, and keeps what it was asked."""

    def __init__(self, *answers: object) -> None:
        self.answers, self.asked = list(answers), list[dict[str, Any]]()

    def __call__(self, **asked: Any) -> Any:
        self.asked.append(asked)
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        text = answer if isinstance(answer, str) else json.dumps(answer)
        half = len(text) // 2
        return iter([{"message": {"content": part}} for part in (text[:half], text[half:], None)])


def every(sentence: object, line: object = None) -> dict[str, Any]:
    return {q: {"id": sentence, "line": line} for q in QUESTIONS}


def coached(chat: Callable[..., Any], rows: tuple[tuple[str, str], ...] = RECOVERED) -> Critique:
    return critique.make(
        turns(rows), RAISE, scenario_of(RAISE), load_audio=lambda _: None, coach=OllamaCoach(chat, "liar")
    )


def plain(rows: tuple[tuple[str, str], ...] = RECOVERED) -> Critique:
    return critique.make(turns(rows), RAISE, scenario_of(RAISE), load_audio=lambda _: None)


LIES = {
    "an id that does not exist": every("u99"),
    "the partner's sentence": every("p1"),
    "a number for an id": every(3),
    "a quote for an id": every("I will never ask you for anything again"),
    "an invented number": every("u1", "I'm asking for 140 thousand."),
    "an invented name": every("u1", "Gerald agreed to the raise to 95 thousand."),
    "an invented fact": every("u1", "I have three competing offers."),
    "a feeling": every("u1", "You seem nervous about asking."),
    "a score": every("u1", "Score: 7/10, asking for 95 thousand."),
    "deceptive empathy": every("u1", "I understand how you feel."),
    "a diagnosis": every("u1", "This is a people-pleasing disorder."),
    "a line that is too long": every("u1", "asking " * 40),
    "a line that is no text": every("u1", {"text": "hello"}),
    "a list": [1, 2, 3],
    "broken JSON": '{"carried": {"id": "u1", ',
    "words around nothing": "Sure! Here is my analysis of the speaker.",
    "empty": "",
    "nulls": every(None),
    "rows that are no objects": dict.fromkeys(QUESTIONS, "u1"),
    "deep nesting": "[" * 5000,
}


@pytest.mark.parametrize("lie", LIES, ids=str)
@pytest.mark.parametrize("rows", [FOLDED, RECOVERED], ids=["folded", "recovered"])
def test_however_it_lies_nothing_false_is_shown(lie: str, rows: tuple[tuple[str, str], ...]) -> None:
    talk = turns(rows)
    found, record = coached(Chat(LIES[lie]), rows), Record(talk, RAISE)
    assert len(found.points) >= 5
    for point in found.points:
        assert true_quote(point.quote, record)
        assert broken(point.says, record) == ()
    shown = json.dumps([(p.says, p.stronger) for p in found.points] + [found.stronger, found.if_then])
    for word in ("140", "Gerald", "offers", "nervous", "7/10", "I understand", "disorder", "never ask you"):
        assert word not in shown


@pytest.mark.parametrize(
    "failure", [httpx.ReadTimeout("slow"), ConnectionError("gone"), KeyError("message"), RuntimeError("odd")]
)
def test_a_server_that_fails_leaves_the_templates(failure: Exception) -> None:
    found = coached(Chat(failure))
    assert found.points == plain().points
    assert found.engine == "templates"


def test_a_server_on_this_machine_is_asked_as_it_wants_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:9")  # would lead away from this machine
    answer = json.dumps(every(None) | {"apologetic": {"id": "u1", "line": None}})
    with StandIn(chats=[Served(answer)]) as server:
        found = coached(chat_at(server.url), FOLDED)
    assert found.engine == "ollama:liar"
    asked = server.requests[0]
    assert asked["think"] is False and asked["options"]["temperature"] == 0 and asked["format"]


@pytest.mark.parametrize(
    "served", [Served("", status=500), Served("{", dies_after=1), Served("x", error="no")]
)
def test_a_server_that_breaks_leaves_the_templates(served: Served) -> None:
    with StandIn(chats=[served]) as server:
        found = coached(chat_at(server.url), FOLDED)
    assert found.points == plain(FOLDED).points


def test_a_choice_that_a_finding_confirms_is_taken() -> None:
    found = coached(Chat(every(None) | {"apologetic": {"id": "u1", "line": None}}), FOLDED)
    point = next(p for p in found.points if p.question == "apologetic")
    assert point.quote is not None and point.quote.turn == 1
    assert found.engine == "ollama:liar"


def test_a_choice_that_no_finding_confirms_accuses_nobody() -> None:
    sentences = number_sentences(_material(RECOVERED))
    asks = next(n.id for n in sentences if "raise to 95" in n.turn.text)
    found = coached(Chat(every(None) | {"room": {"id": asks, "line": None}}))
    room = next(p for p in found.points if p.question == "room")
    assert room.quote is None


def test_a_line_from_the_users_own_words_is_taken() -> None:
    found = coached(Chat(every(None) | {"stronger": {"id": "u2", "line": "I'm asking for 95 thousand"}}))
    point = next(p for p in found.points if p.question == "stronger")
    assert point.stronger == "I'm asking for 95 thousand."


def test_it_is_asked_once_more_and_no_oftener() -> None:
    chat = Chat("nonsense", every(None))
    coached(chat)
    assert len(chat.asked) == 2
    never = Chat("nonsense")
    coached(never)
    assert len(never.asked) == 2


def test_the_question_is_cold_and_holds_schema_and_no_name() -> None:
    chat = Chat(every(None))
    coached(chat)
    asked = chat.asked[0]
    assert asked["options"]["temperature"] == 0 and asked["think"] is False
    system, talk = (m["content"] for m in asked["messages"])
    assert json.dumps(asked["format"]) in system
    assert "Dana" not in talk and "[u1] A:" in talk and "[p1] B:" in talk


def test_only_the_users_sentences_may_be_chosen() -> None:
    material = _material(FOLDED)
    numbered = number_sentences(material)
    schema = schema_of([n.id for n in numbered if n.id.startswith("u")])
    assert all(
        i is None or i.startswith("u") for i in schema["properties"]["room"]["properties"]["id"]["enum"]
    )
    assert messages_of(material, numbered, schema)


def _material(rows: tuple[tuple[str, str], ...]) -> Any:
    talk = turns(rows)
    session = Session(ask_turn=None, avoided=(), outcome=Outcome.FOLDED)
    cutter = Cutter(talk, lambda _: None)
    return critique.gather(talk, RAISE, None, (), session, Taste(), lambda _: None, cutter)
