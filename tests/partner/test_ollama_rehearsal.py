"""Whole talks with a model that writes every kind of wrong line, on a server that fails in every way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.standin_ollama import Chat, StandIn
from voicecoach.partner.in_role import clean_line
from voicecoach.partner.mind import Mind
from voicecoach.partner.ollama import OllamaPartner
from voicecoach.partner.ollama_stream import Patience
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.scenario import example_brief, load
from voicecoach.types import Turn, Who

QUICK = Patience(load=3.0, first=0.4, between=0.3)
LINE = "I hear you. And where would that money come from, do you think?"
YOU = ("I'd like to talk about my pay.", "I'm asking for 95 thousand.", "That's what the job is worth.")
LINES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "lines.jsonl").read_text("utf-8").splitlines()
]


class Talk:
    """A talk in text, through the crew, as the loop has it."""

    def __init__(self, server: StandIn, said: Sequence[str] = YOU, patience: Patience | None = None) -> None:
        self.scenario, self.brief = load("raise"), example_brief("raise")
        scripted = ScriptedPartner(self.scenario, self.brief, seed=1)
        partner = OllamaPartner(
            self.scenario,
            self.brief,
            model=None,
            host=server.url,
            allow_remote=False,
            scripted=scripted,
            patience=patience,
        )
        self.told: list[tuple[str, str, str]] = []
        unused: Any = None
        self.crew = Crew(
            unused,
            partner,
            unused,
            unused,
            unused,
            scripted,
            unused,
            unused,
            lambda stage, name, why: self.told.append((stage, name, why)),
        )
        self.said = said

    def run(self) -> list[str]:
        """What the partner said, a line a turn."""
        mind, history = Mind.make(self.scenario, self.brief, 1), list[Turn]()
        for text in ("", *self.said):
            if history:
                history.append(Turn(len(history), Who.YOU, text))
                mind.hear(history[-1], [])
            directive = mind.next_move()
            line = "".join(self.crew.word(directive, history))
            history.append(Turn(len(history), Who.PARTNER, line, move=directive.move))
            mind.commit(directive, line)
        self.crew.close()
        return [turn.text for turn in history if turn.who is Who.PARTNER]


@pytest.mark.parametrize(
    "fault",
    [
        Chat(LINE, dies_after=0),
        Chat(LINE, dies_after=6),
        Chat(LINE, stalls_after=0),
        Chat(LINE, stalls_after=6),
        Chat(LINE, ends_after=3),
        Chat(LINE, wait_s=20.0),
        Chat(LINE, bad_line="{nonsense"),
        Chat(LINE, error="the model runner has unexpectedly stopped"),
        Chat(status=404, error="model not found"),
        Chat(status=500, error="internal error"),
    ],
    ids=[
        "dies",
        "dies in mid-line",
        "stalls",
        "stalls in mid-line",
        "ends early",
        "loads for 20 s",
        "malformed",
        "error line",
        "404",
        "500",
    ],
)
def test_the_talk_goes_on_whatever_the_server_does_and_that_is_said_once(fault: Chat) -> None:
    with StandIn([Chat(LINE), fault]) as server:
        talk = Talk(server, patience=QUICK)
        lines = talk.run()
    assert len(lines) == len(YOU) + 1
    assert all(clean_line(line, "Dana, manager").verdict == "speak" for line in lines)
    assert [(stage, name) for stage, name, _ in talk.told] == [("partner", "scripted")]


def test_a_model_that_is_20_seconds_late_at_the_warm_up_is_not_waited_for_for_ever() -> None:
    with StandIn(warm=Chat(wait_s=20.0)) as server:
        talk = Talk(server, patience=QUICK)
        talk.crew._warm_partner(())
        assert [name for _, name, _ in talk.told] == ["scripted"]
        assert len(talk.run()) == len(YOU) + 1


def test_a_talk_with_a_model_that_behaves_is_all_its_own() -> None:
    lines = ["Come in. What's on your mind?", LINE, "Everybody is asking me that.", "No, not this year."]
    with StandIn([Chat(line) for line in lines]) as server:
        talk = Talk(server)
        assert talk.run() == lines
    assert talk.told == []


def test_nothing_out_of_role_is_ever_heard() -> None:
    """Every line of the labelled set that must be rejected, each written once and again when asked again."""
    wrong = [row for row in LINES if row["verdict"] == "reject"]
    scenario, brief = load("raise"), example_brief("raise")
    for row in wrong:
        with StandIn([Chat(row["raw"])]) as server:
            talk = Talk(server, said=())
            heard = talk.run()[0]
        authored = ScriptedPartner(scenario, brief, seed=1).line_for(
            Mind.make(scenario, brief, 1).next_move(), []
        )
        kept = heard.removesuffix(authored).strip()
        assert clean_line(kept or authored, "Dana, manager").verdict != "reject", row
        assert talk.told == []
