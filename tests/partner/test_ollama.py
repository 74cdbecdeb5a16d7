"""The partner that a model words, against a server that behaves and one that does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.standin_ollama import Chat, StandIn
from voicecoach.errors import EngineError, EngineMissing
from voicecoach.partner.directive import Directive
from voicecoach.partner.ollama import OllamaPartner
from voicecoach.partner.ollama_stream import Patience
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal.scenario import example_brief, load
from voicecoach.types import Move, Turn, Who

SAID = "I hear you. But the budget is closed until spring, and that's all I can say about it."
DENY = Directive(Move.DENY, "budget", "Dana says the budget is closed.", beat="raise")
QUICK = Patience(load=2.0, first=0.4, between=0.3)
HISTORY = (
    Turn(0, Who.PARTNER, "Come in. What's on your mind?", move=Move.OPEN),
    Turn(1, Who.YOU, "I'd like to talk about my pay."),
)


@contextmanager
def partner_at(
    server: StandIn, model: str | None = None, patience: Patience | None = None
) -> Iterator[OllamaPartner]:
    scenario, brief = load("raise"), example_brief("raise")
    partner = OllamaPartner(
        scenario,
        brief,
        model=model,
        host=server.url,
        allow_remote=False,
        scripted=ScriptedPartner(scenario, brief, seed=1),
        patience=patience,
    )
    try:
        yield partner
    finally:
        partner.close()


def line_from(*chats: Chat, directive: Directive = DENY) -> tuple[str, StandIn]:
    with StandIn(chats) as server, partner_at(server) as partner:
        return "".join(partner.reply(directive, HISTORY)), server


def authored(directive: Directive = DENY) -> str:
    scenario, brief = load("raise"), example_brief("raise")
    return ScriptedPartner(scenario, brief, seed=1).line_for(directive, HISTORY)


def test_the_line_is_what_the_model_wrote() -> None:
    assert line_from(Chat(SAID))[0] == SAID


def test_it_comes_the_same_when_the_stream_comes_byte_by_byte() -> None:
    assert line_from(Chat(SAID, by_bytes=True))[0] == SAID


def test_the_first_clause_is_handed_on_while_the_model_still_writes() -> None:
    with StandIn([Chat(SAID, stalls_after=12)]) as server, partner_at(server) as partner:
        assert next(iter(partner.reply(DENY, HISTORY))) == "I hear you."


def test_every_request_keeps_the_model_as_it_was_loaded() -> None:
    with StandIn() as server, partner_at(server) as partner:
        partner.warm(HISTORY)
        list(partner.reply(DENY, HISTORY))
    assert {body["options"]["num_ctx"] for body in server.requests} == {8192}
    assert {body["keep_alive"] for body in server.requests} == {"30m"}
    assert [body["think"] for body in server.requests] == [False, False]


def test_what_is_warmed_is_how_the_first_request_begins() -> None:
    with StandIn() as server, partner_at(server) as partner:
        partner.warm(HISTORY)
        list(partner.reply(DENY, HISTORY))
    warmed, asked = (body["messages"] for body in server.requests)
    assert asked[: len(warmed) - 1] == warmed[:-1]
    assert asked[-1]["content"].startswith(warmed[-1]["content"])


def test_gpt_oss_is_told_to_think_little_since_it_cannot_be_told_not_to() -> None:
    shown = {"gpt-oss:20b": {"capabilities": ["completion", "thinking"]}}
    with StandIn(models=[{"name": "gpt-oss:20b"}], shown=shown) as server, partner_at(server) as partner:
        list(partner.reply(DENY, HISTORY))
    assert server.said[0]["think"] == "low"
    assert server.said[0]["options"]["num_predict"] > 500


@pytest.mark.parametrize(
    "written",
    [
        f"<think>She wants money. I must be firm.</think>\n\n{SAID}",
        f"<thinking>Hm.</thinking>{SAID}",
        f"Dana: {SAID}",
        f"*sighs* {SAID}",
        f"**Dana:** (leans back) {SAID}",
    ],
)
def test_only_speech_is_heard(written: str) -> None:
    assert line_from(Chat(written))[0] == SAID


def test_thoughts_in_their_own_field_are_not_heard() -> None:
    assert line_from(Chat(SAID, thinking="She wants money."))[0] == SAID


THINKING = {"stand-in:latest": {"capabilities": ["completion", "thinking"]}}


def test_a_model_that_marks_only_the_end_of_its_thoughts_is_heard_without_them() -> None:
    leak = Chat(f"The user wants me to push back. I should keep it short.</think>\n\n{SAID}")
    with StandIn([leak], shown=THINKING) as server, partner_at(server) as partner:
        assert "".join(partner.reply(DENY, HISTORY)) == SAID
    assert len(server.said) == 1


def test_once_it_thought_aloud_such_a_model_is_waited_for() -> None:
    known = Chat(f"The user wants me to push back. I should keep it short.</think>\n\n{SAID}")
    sly = Chat(f"We are short of money, I think. So no more of that now.</think>\n\n{SAID}")
    with StandIn([known, sly], shown=THINKING) as server, partner_at(server) as partner:
        assert ["".join(partner.reply(DENY, HISTORY)) for _ in range(2)] == [SAID, SAID]


@pytest.mark.parametrize(
    "written",
    [
        "As a language model, I can't do that.",
        "Great job asserting yourself! Let's try again with more confidence.",
        "Dana: No.\nUser: But I deserve it!",
        "",
        "*folds her arms*",
        "<think>I should be firm but",
    ],
)
def test_a_line_out_of_role_is_asked_for_once_more(written: str) -> None:
    line, server = line_from(Chat(written), Chat(SAID))
    assert line == SAID
    assert len(server.said) == 2
    assert server.said[1]["messages"][0] == server.said[0]["messages"][0]
    assert "could not be used" in server.said[1]["messages"][-1]["content"]


def test_after_two_such_lines_an_authored_one_is_spoken() -> None:
    line, server = line_from(Chat("As an AI, I can't."), Chat("As an AI, I still can't."))
    assert line == authored()
    assert len(server.said) == 2


@pytest.mark.parametrize(
    "written",
    [
        "Okay, you've convinced me. You can have the raise.",
        "I'm sorry, you're right. I should have offered you more.",
        "The most I've ever paid anybody here is a hundred and forty thousand.",
        "Come in. What's on your mind?",
    ],
)
def test_what_the_mind_did_not_allow_is_not_said(written: str) -> None:
    assert line_from(Chat(written), Chat(SAID))[0] == SAID


def test_ground_may_be_given_where_the_mind_says_so() -> None:
    given = "Okay, you've convinced me. I'll take it upstairs."
    allowed = Directive(Move.PARTIAL_YES, gist="Dana gives in.", may_concede=True, beat="partial_yes")
    assert line_from(Chat(given), directive=allowed)[0] == given


def test_a_line_that_goes_wrong_later_ends_at_its_last_whole_sentence() -> None:
    line, server = line_from(Chat("No. We closed the budget in March. User: But I need it! Dana: No."))
    assert line == "No. We closed the budget in March."
    assert len(server.said) == 1


def test_a_model_that_talks_and_talks_is_stopped_at_a_sentence() -> None:
    sentence = "And that is how it goes around here."
    line, _ = line_from(Chat(" ".join([f"Number {w} is no." for w in "abcdefghijklmnop"]) + sentence * 9))
    assert line.endswith(".")
    assert len(line.split()) <= 45


def test_a_line_cut_by_the_limit_of_tokens_ends_at_a_sentence() -> None:
    line, _ = line_from(Chat("I hear you, I really do. But there is no way that the", done_reason="length"))
    assert line == "I hear you, I really do."


def test_a_line_cut_before_its_first_sentence_ended_is_asked_for_again() -> None:
    line, _ = line_from(Chat("Well you see it is like this when", done_reason="length"), Chat(SAID))
    assert line == SAID


@pytest.mark.parametrize(
    "chat",
    [
        Chat(SAID, dies_after=0),
        Chat(SAID, stalls_after=0),
        Chat(SAID, ends_after=2),
        Chat(SAID, wait_s=2.0),
        Chat(SAID, bad_line="{not json"),
        Chat(SAID, bad_line="[1, 2]"),
        Chat(SAID, bad_line='{"message": 7}'),
        Chat(SAID, bad_line=""),
        Chat(SAID, error="an error was encountered while running the model"),
        Chat(status=500, error="llama runner process has terminated"),
        Chat(status=404, error="model 'stand-in' not found"),
        Chat(status=503, error="server busy"),
    ],
    ids=lambda chat: repr(chat)[-60:],
)
def test_a_server_that_fails_is_said_with_what_to_do_next(chat: Chat) -> None:
    with (
        StandIn([chat]) as server,
        partner_at(server, patience=QUICK) as partner,
        pytest.raises(EngineError) as raised,
    ):
        list(partner.reply(DENY, HISTORY))
    assert raised.value.what
    assert raised.value.next_step


def test_what_was_said_before_the_server_died_stands() -> None:
    pieces: list[str] = []
    with (
        StandIn([Chat(SAID, dies_after=8)]) as server,
        partner_at(server) as partner,
        pytest.raises(EngineError),
    ):
        pieces.extend(partner.reply(DENY, HISTORY))  # extend keeps what came before the error
    assert "".join(pieces) == "I hear you."


def test_a_server_that_is_gone_is_told_apart_from_one_that_fails() -> None:
    with StandIn() as server, partner_at(server) as partner:
        server.stop()
        with pytest.raises(EngineError, match=r"gone|went away"):
            list(partner.reply(DENY, HISTORY))


def test_a_model_that_takes_long_to_load_is_waited_for() -> None:
    slow = Chat("I", wait_s=0.8)
    with StandIn(warm=slow) as server, partner_at(server, patience=Patience(load=9, first=0.1)) as partner:
        partner.warm()
    assert len(server.requests) == 1


@pytest.mark.parametrize("chat", [Chat(SAID, wait_s=20), Chat(SAID, stalls_after=6), Chat(SAID, gap_s=0.2)])
def test_cancel_ends_a_reply_from_another_thread_even_before_its_first_word(chat: Chat) -> None:
    with StandIn([chat]) as server, partner_at(server) as partner:
        reply, ended = partner.reply(DENY, HISTORY), threading.Event()

        def read() -> None:
            list(reply)
            ended.set()

        threading.Thread(target=read, daemon=True).start()
        while not server.said:
            time.sleep(0.01)
        partner.cancel()
        assert ended.wait(
            5
        )  # far less than the server would take; `scripts/bench_first_clause.py` has the figure


def test_a_cancelled_reply_makes_the_server_stop_writing() -> None:
    with StandIn([Chat("No. " * 200, gap_s=0.02)]) as server, partner_at(server) as partner:
        next(iter(partner.reply(DENY, HISTORY)))
        partner.cancel()
        assert server.hung_up.wait(5)


def test_the_next_reply_after_a_cancelled_one_is_whole() -> None:
    with StandIn([Chat(SAID, stalls_after=6), Chat(SAID)]) as server, partner_at(server) as partner:
        reply = iter(partner.reply(DENY, HISTORY))
        next(reply)
        partner.cancel()
        assert list(reply) == []
        assert "".join(partner.reply(DENY, HISTORY)) == SAID


def test_a_reply_that_nobody_reads_on_is_let_go() -> None:
    with StandIn([Chat("No. " * 200, gap_s=0.02)]) as server, partner_at(server) as partner:
        reply = partner.reply(DENY, HISTORY)
        next(reply)
        reply.close()  # type: ignore[attr-defined]
        assert server.hung_up.wait(5)


def test_it_can_be_closed_twice() -> None:
    with StandIn() as server, partner_at(server) as partner:
        partner.warm()
        partner.close()
        partner.close()


def test_nothing_at_the_address_is_told_when_it_is_made() -> None:
    with StandIn() as server:
        pass
    with pytest.raises(EngineMissing), partner_at(server):
        pass
