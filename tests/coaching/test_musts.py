"""The must-say list: said, hinted or never, numbers by value and words loosely."""

import pytest

from tests.coaching.talks import turns
from voicecoach.coaching.musts import Standing, must_say
from voicecoach.types import Brief, Turn, Who


def fate(line, *said):
    turns = [Turn(0, Who.PARTNER, "Yes?")]
    for text in said:
        turns += [Turn(len(turns), Who.YOU, text), Turn(len(turns) + 1, Who.PARTNER, "No chance.")]
    (must,) = must_say(turns, Brief(scenario="other", other="Dana", want="", must_say=(line,)))
    return must


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("95 thousand", "i want ninety five thousand"),
        ("$95,000", "Make it 95k."),
        ("the 30th", "My last day is June 30."),
        ("stop asking", "Please don't ask, just stop asking me."),
        ("rotavator", "it's the rotivator len"),
        ("by Friday", "It has to be here on Friday."),
    ],
)
def test_said_however_it_is_said(line, said):
    assert fate(line, said).standing is Standing.SAID


def test_said_tells_the_turn():
    must = fate("95 thousand", "Hello.", "I'd like 95 thousand.")
    assert (must.turn, must.dropped_after) == (3, None)


def test_another_number_is_not_it():
    assert fate("95 thousand", "I'd like 85 thousand.").standing is not Standing.SAID


def test_half_of_it_is_a_hint_and_tells_what_cut_it_off():
    must = fate("signed contract by the 20th of May", "I'd love to see that contract.")
    assert (must.standing, must.turn, must.dropped_after) == (Standing.HINTED, 1, 2)


def test_never_tells_the_move_after_which_it_was_dropped():
    must = fate("95 thousand", "It's about my pay.")
    assert (must.standing, must.turn, must.dropped_after) == (Standing.NEVER, None, 2)


def test_nothing_said_drops_nothing():
    (must,) = must_say([Turn(0, Who.PARTNER, "Yes?")], Brief("other", "Dana", "", ("the key",)))
    assert (must.standing, must.dropped_after) == (Standing.NEVER, None)


def test_a_line_that_says_no_is_not_said_by_its_opposite() -> None:
    brief = Brief("raise", "Dana", "a thing", must_say=("I'm not lending you money",))
    said = must_say(turns((("partner", "Well?"), ("you", "I could lend you some money."))), brief)
    meant = must_say(turns((("partner", "Well?"), ("you", "I won't be lending you money."))), brief)
    assert said[0].standing is Standing.HINTED
    assert meant[0].standing is Standing.SAID


def test_an_amount_that_may_have_been_misheard_is_hinted_at() -> None:
    brief = Brief("raise", "Dana", "a thing", must_say=("the tenth",))
    heard = must_say(turns((("partner", "When?"), ("you", "please transfer it by the tent"))), brief)
    assert heard[0].standing is Standing.HINTED


def test_stop_doing_it_is_said_by_do_not_do_it() -> None:
    brief = Brief("boundary", "Mum", "a thing", must_say=("stop asking", "stop making fun"))
    rows = (("partner", "Well?"), ("you", "Please don't ask me about it, and don't make fun of me."))
    assert [m.standing for m in must_say(turns(rows), brief)] == [Standing.SAID, Standing.SAID]
