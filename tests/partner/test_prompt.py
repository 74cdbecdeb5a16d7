"""What a language model is told, and above all what it is not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.partner.directive import Directive, Guard
from voicecoach.partner.mind import Mind
from voicecoach.partner.prompt import Prompt, heard
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal.scenario import example_brief, load, names
from voicecoach.types import Brief, Finding, Label, Move, Push, Turn, Who

NEUTRAL = (
    "Thanks for making time.",
    "There is something on my mind.",
    "Well, I don't know.",
    "",
    "Sorry, maybe this is a bad moment.",
    "That's not how I see it.",
    "Fine, forget it then.",
    "You never listen to anybody.",
    "Purple ladders sing.",
    "Can I ask you something?",
)
"""Things said that tell nothing of any brief here."""

SECRETS = (
    "a raise to 95 thousand, from January",
    "ninety five thousand",
    "the 30th of June is my last day",
    "I'm not putting money in your bar",
    "she rings the bell before she walks in on us",
    "four days a week from home",
    "if you come drunk again, I leave",
    "17 percent more than the others",
    "no more weekend shifts for me",
)
FEARS = (
    "that she says 95 thousand is a joke",
    "that he says I'm not putting money in your bar because I envy him",
    "I fear she'll laugh",
    'that he says "four days a week from home is a holiday"',
    "that I cry",
    "",
)
REACTIONS = (
    "friendly, then vague",
    "she'll fear a raise to 95 thousand",
    "laughs at no more weekend shifts for me",
    "",
)
OTHERS = (
    "Dana, my manager",
    "my mum",
    "Rick, who fears the 30th of June is my last day",
    "the landlord",
    "kim my boss",
)


def talk_of(prompt_for: Prompt, mind: Mind, said: list[str]) -> list[str]:
    """Every prompt of a talk in which `said` is what the user says, without what was said aloud."""
    prompts: list[str] = []
    history: list[Turn] = []
    scripted = ScriptedPartner(mind.scenario, mind.brief, seed=3)
    for text in ["", *said]:
        if history:
            turn = Turn(len(history), Who.YOU, text)
            history.append(turn)
            mind.hear(turn, findings_in(turn))
        directive = mind.next_move()
        messages = prompt_for.messages(directive, history, turned_away="out of role")
        prompts.append("\n".join(unsaid(message["content"], history) for message in messages))
        line = scripted.line_for(replace(directive, slots={}), history)
        history.append(Turn(len(history), Who.PARTNER, line, move=directive.move))
        mind.commit(directive, line)
    return prompts


def unsaid(content: str, history: list[Turn]) -> str:
    """The part of a message that nobody has said aloud."""
    for turn in history:
        content = content.replace(" ".join(turn.text.split()), "") if turn.text else content
    return content


def findings_in(turn: Turn) -> list[Finding]:
    if "Fine, forget it" not in turn.text:
        return []
    return [Finding(turn.number, Label.CONCESSION, turn.text, (0, len(turn.text)), rule="test")]


def bare(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))


def brief_with(scenario: str, **changes: object) -> Brief:
    return replace(example_brief(scenario), **changes)  # type: ignore[arg-type]


briefs = st.builds(
    brief_with,
    st.sampled_from(names()),
    other=st.sampled_from(OTHERS),
    want=st.sampled_from(SECRETS),
    must_say=st.lists(st.sampled_from(SECRETS), min_size=1, max_size=3, unique=True).map(tuple),
    fear=st.sampled_from(FEARS),
    fear_likely=st.sampled_from([10, 90]),
    reaction=st.sampled_from(REACTIONS),
    push=st.sampled_from(list(Push)),
    owed=st.sampled_from(["", "I snapped at her"]),
)


@settings(max_examples=60, deadline=None)
@given(briefs, st.lists(st.sampled_from(NEUTRAL), min_size=4, max_size=14), st.integers(0, 99))
def test_no_prompt_tells_what_is_wanted_must_be_said_or_is_feared(
    brief: Brief, said: list[str], seed: int
) -> None:
    scenario = load(brief.scenario)
    for prompt in talk_of(Prompt(scenario, brief), Mind.make(scenario, brief, seed), said):
        assert "fear" not in prompt.lower()
        for line in (brief.want, *brief.must_say):
            assert bare(line) not in bare(prompt)
            for number in re.findall(r"\d+", line):
                assert number not in prompt
        assert "ninety" not in prompt.lower() or "ninety five thousand" not in brief.must_say
        assert "{" not in prompt


def test_what_was_said_aloud_is_history() -> None:
    brief = example_brief("raise")
    history = [Turn(0, Who.YOU, "I want a raise to 95 thousand, from January.")]
    offer = Directive(
        Move.COUNTER_OFFER, gist="Dana offers less.", may_concede=True, slots={"offer": "87 thousand"}
    )
    last = Prompt(load("raise"), brief).messages(offer, history)[-1]["content"]
    assert "95 thousand, from January" in last
    assert "87 thousand" in last


def test_the_feared_reaction_comes_as_the_personas_own_objection() -> None:
    brief = brief_with("raise", fear="that she says I'm not a team player and I nod")
    mind = Mind.make(load("raise"), brief, 1)
    objection = mind.objection("feared")
    assert objection
    gist = objection.gist.replace("{name}", "Dana")
    note = Prompt(load("raise"), brief).messages(Directive(Move.DOUBT, "feared", gist), [])[-1]["content"]
    assert "you're not a team player" in note


@pytest.mark.parametrize("name", names())
def test_the_prefix_is_the_same_to_the_byte_in_every_request(name: str) -> None:
    brief = example_brief(name)
    prompt = Prompt(load(name), brief)
    history: list[Turn] = []
    seen = set()
    for text in NEUTRAL:
        messages = prompt.messages(Directive(Move.DENY, gist="No."), history)
        assert messages[1]["content"].startswith(prompt.prefix[1]["content"])
        seen.add(messages[0]["content"])
        history += [Turn(len(history), Who.PARTNER, "No."), Turn(len(history) + 1, Who.YOU, text)]
    assert seen == {prompt.prefix[0]["content"]}


def test_each_request_begins_as_the_one_before_up_to_its_note() -> None:
    prompt = Prompt(load("raise"), example_brief("raise"))
    history = [Turn(0, Who.PARTNER, "Come in."), Turn(1, Who.YOU, "Hello.")]
    before = prompt.messages(Directive(Move.QUESTION, gist="Dana asks."), history)
    history += [Turn(2, Who.PARTNER, "What is it?"), Turn(3, Who.YOU, "My pay.")]
    after = prompt.messages(Directive(Move.DENY, gist="Dana says no."), history)
    assert after[: len(before) - 1] == before[:-1]
    assert before[-1]["content"].startswith(after[len(before) - 1]["content"])


def test_sides_take_turns_whatever_the_talk_was_like() -> None:
    history = [
        Turn(0, Who.YOU, "Hello."),
        Turn(1, Who.YOU, "Are you there?"),
        Turn(2, Who.PARTNER, "Yes."),
        Turn(3, Who.PARTNER, "Sit down."),
        Turn(4, Who.YOU, ""),
    ]
    prompt = Prompt(load("friend"), example_brief("friend"))
    for end in range(len(history) + 1):
        roles = [message["role"] for message in prompt.messages(Directive(Move.DENY), history[:end])]
        assert roles[0] == "system"
        assert roles[1::2] == ["user"] * len(roles[1::2])
        assert roles[2::2] == ["assistant"] * len(roles[2::2])
        assert roles[-1] == "user"


def test_a_line_that_was_cut_off_ends_in_a_dash() -> None:
    assert heard(Turn(0, Who.PARTNER, "Look, the budget is,", cut_off=True)) == "Look, the budget is—"
    assert heard(Turn(0, Who.PARTNER, "Look.")) == "Look."
    assert heard(Turn(0, Who.PARTNER, "", cut_off=True)) == ""


@pytest.mark.parametrize(
    ("directive", "told"),
    [
        (
            Directive(Move.DENY, "budget", "Dana says the budget is closed."),
            "Dana says the budget is closed.",
        ),
        (Directive(Move.DENY, max_words=17), "At most 17 words"),
        (Directive(Move.DENY), "does not agree, does not apologise"),
        (Directive(Move.PARTIAL_YES, may_concede=True), "not a step further"),
        (Directive(Move.CLOSE, closing=True), "Dana ends the talk"),
        (Directive(Move.DENY, guard=Guard.CLOSED), "closed up"),
        (Directive(Move.DENY, stage=1), "in other words"),
        (Directive(Move.DENY, reaction="restated"), "only repeated"),
        (Directive(Move.DENY, met="budget"), "was fair"),
    ],
)
def test_the_note_comes_last_and_says_the_move(directive: Directive, told: str) -> None:
    last = Prompt(load("raise"), example_brief("raise")).messages(directive, [])[-1]["content"]
    assert told in last
    assert last.endswith("]")


def test_before_the_request_is_out_nothing_is_called_its_repetition() -> None:
    probe = Directive(Move.QUESTION, beat="probe", reaction="restated")
    note = Prompt(load("raise"), example_brief("raise")).messages(probe, [])[-1]["content"]
    assert "repeated" not in note


def test_an_offer_is_told_only_for_the_move_that_makes_it() -> None:
    prompt = Prompt(load("raise"), example_brief("raise"))
    slots = {"offer": "87 thousand", "fear": "the budget is closed", "number": "95 thousand"}
    note = prompt.messages(Directive(Move.DENY, slots=slots), [])[-1]["content"]
    assert "87" not in note
    assert "95" not in note


@pytest.mark.parametrize("move", list(Move))
def test_every_move_has_words_of_its_own_for_when_its_gist_would_tell(move: Move) -> None:
    prompt = Prompt(load("raise"), example_brief("raise"))
    note = prompt.messages(Directive(move, gist="Dana knows they want 95 thousand."), [])[-1]["content"]
    assert "95" not in note
    assert "What Dana does now: Dana" in note
