"""The end of a talk is judged from what was kept and given, and in which order."""

from voicecoach.coaching.findings import find
from voicecoach.coaching.session import summarise
from voicecoach.types import Brief, Outcome, Turn, Who

BRIEF = Brief(
    scenario="raise",
    other="Dana, my manager",
    want="a raise to 95 thousand",
    must_say=("95 thousand", "July"),
)


def session(*lines):
    who = {"P": Who.PARTNER, "Y": Who.YOU}
    turns = [Turn(number=n, who=who[line[0]], text=line[2:]) for n, line in enumerate(lines)]
    return summarise(turns, find(turns, BRIEF), BRIEF)


def test_held():
    found = session(
        "P Yes?",
        "Y I'm asking for 95 thousand from July.",
        "P The budget is closed.",
        "Y I know, and I'm still asking for 95 thousand.",
        "P I'll take it to finance.",
    )
    assert (found.ask_turn, found.outcome, found.avoided) == (1, Outcome.HELD, ())


def test_folded_without_an_ask():
    found = session(
        "P Yes?",
        "Y I was wondering if maybe we could look at my pay.",
        "P There's no money.",
        "Y Okay, never mind. Forget I asked.",
        "P Good.",
    )
    assert (found.ask_turn, found.outcome) == (None, Outcome.FOLDED)
    assert found.avoided == ("95 thousand", "July")


def test_an_empty_talk_has_no_ask():
    assert session().ask_turn is None
