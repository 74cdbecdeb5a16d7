"""Captions: whose words, growing, taken back."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from voicecoach.desktop.captions import SHOWN, Captions
from voicecoach.types import Turn, Who


@pytest.fixture
def captions(qtbot: QtBot) -> Captions:
    made = Captions()
    qtbot.addWidget(made)
    made.clear("Dana")
    return made


def turn(number: int, who: Who, text: str, *, cut_off: bool = False) -> Turn:
    return Turn(number, who, text, start_s=0.0, end_s=1.0, cut_off=cut_off)


def shown(captions: Captions) -> list[str]:
    found = [captions._at(place) for place in range(captions._list.count())]
    return [label.text() for label in found if label is not None]


def test_the_line_under_way_grows_and_is_replaced_by_what_was_heard(captions: Captions) -> None:
    captions.saying("Come in.")
    captions.saying("Sit down.")
    assert shown(captions) == ["<b>Dana</b><br>Come in. Sit down."]
    captions.add(turn(0, Who.PARTNER, "Come in.", cut_off=True))
    assert shown(captions) == ["<b>Dana</b><br>Come in. …"]


def test_what_was_taken_back_goes_with_the_line_under_way(captions: Captions) -> None:
    captions.add(turn(0, Who.PARTNER, "Come in."))
    captions.add(turn(1, Who.YOU, "Thanks."))
    captions.saying("So?")
    captions.drop_from(1)
    assert shown(captions) == ["<b>Dana</b><br>Come in."]


def test_text_is_shown_as_it_was_said_never_as_markup(captions: Captions) -> None:
    captions.add(turn(0, Who.YOU, "<b>fifty</b>"))
    assert shown(captions) == ["<b>You</b><br>&lt;b&gt;fifty&lt;/b&gt;"]


def test_a_long_talk_keeps_the_newest_on_the_page(captions: Captions) -> None:
    for number in range(SHOWN + 20):
        captions.add(turn(number, Who.YOU, f"line {number}"))
    assert len(shown(captions)) <= SHOWN
    assert shown(captions)[-1].endswith(f"line {SHOWN + 19}")


def test_wide_again_a_caption_is_as_low_as_before_it_was_narrow(captions: Captions, qtbot: QtBot) -> None:
    captions.resize(700, 400)
    captions.show()
    captions.add(turn(0, Who.PARTNER, "You won't like this, and I'm not saying it to be unkind."))
    bubble = captions._at(1)
    assert bubble is not None
    before = bubble.height()
    captions.resize(300, 400)
    qtbot.waitUntil(lambda: bubble.height() > before)
    captions.resize(700, 400)
    qtbot.waitUntil(lambda: bubble.width() > 300)
    assert bubble.height() == before
