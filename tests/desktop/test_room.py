"""The room's keys, as they are pressed, and what the room shows of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.desktop.conftest import LONG, InTheRoom
from voicecoach import settings
from voicecoach.desktop.window import Window
from voicecoach.rehearsal import store
from voicecoach.rehearsal.demo import demo_brief
from voicecoach.rehearsal.events import State
from voicecoach.rehearsal.notices import notice
from voicecoach.rehearsal.sitting import Plan
from voicecoach.types import Who


def said(person: InTheRoom) -> list[str]:
    """The user's lines that stand."""
    return [turn.text for turn in person.window.room.turns if turn.who is Who.YOU]


def test_backspace_takes_the_last_line_back(in_the_room: InTheRoom) -> None:
    in_the_room.say()
    in_the_room.qtbot.keyClick(in_the_room.window, Qt.Key.Key_Backspace)
    in_the_room.qtbot.waitUntil(lambda: said(in_the_room) == [], timeout=LONG)
    assert "Taken back" in in_the_room.window.room._notice.text()
    assert len(store.list_all()[0].story.taken_back) == 2


def test_backspace_while_talking_drops_what_is_being_said_and_no_more(in_the_room: InTheRoom) -> None:
    in_the_room.say()
    in_the_room.start_talking()
    in_the_room.qtbot.keyClick(in_the_room.window, Qt.Key.Key_Backspace)
    in_the_room.until(State.READY)
    in_the_room.qtbot.keyRelease(in_the_room.window, Qt.Key.Key_Space)
    in_the_room.qtbot.wait(300)
    assert len(said(in_the_room)) == 1


def test_p_pauses_and_goes_on_and_nothing_is_heard_in_between(in_the_room: InTheRoom) -> None:
    in_the_room.qtbot.keyClick(in_the_room.window, Qt.Key.Key_P)
    in_the_room.until(State.PAUSED)
    in_the_room.qtbot.keyClick(in_the_room.window, Qt.Key.Key_Space)
    in_the_room.qtbot.wait(200)
    assert in_the_room.window.room.state is State.PAUSED
    in_the_room.qtbot.keyClick(in_the_room.window, Qt.Key.Key_P)
    in_the_room.until(State.READY)


def test_esc_drops_what_is_being_said(in_the_room: InTheRoom) -> None:
    in_the_room.start_talking()
    in_the_room.qtbot.keyClick(in_the_room.window, Qt.Key.Key_Escape)
    in_the_room.until(State.READY)
    in_the_room.qtbot.keyRelease(in_the_room.window, Qt.Key.Key_Space)
    in_the_room.qtbot.wait(300)
    assert said(in_the_room) == []
    assert in_the_room.window.pages.currentWidget() is in_the_room.window.room


def test_after_a_dropped_hold_the_next_one_is_one_turn(in_the_room: InTheRoom) -> None:
    in_the_room.start_talking()
    in_the_room.qtbot.keyClick(in_the_room.window, Qt.Key.Key_Escape)
    in_the_room.until(State.READY)
    in_the_room.qtbot.keyRelease(in_the_room.window, Qt.Key.Key_Space)
    in_the_room.say()
    in_the_room.qtbot.wait(300)
    assert len(said(in_the_room)) == 1
    assert in_the_room.window.room.state is State.READY


def test_r_goes_back_to_a_moment_that_is_chosen_with_enter(in_the_room: InTheRoom) -> None:
    window, qtbot = in_the_room.window, in_the_room.qtbot
    in_the_room.say()
    in_the_room.say()
    qtbot.keyClick(window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.moments, timeout=LONG)
    qtbot.keyClick(window.moments.list, Qt.Key.Key_Up)
    qtbot.keyClick(window.moments.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(in_the_room) == [], timeout=LONG)
    assert window.pages.currentWidget() is window.room


def test_esc_in_the_list_of_moments_leaves_all_as_it_is(in_the_room: InTheRoom) -> None:
    window, qtbot = in_the_room.window, in_the_room.qtbot
    in_the_room.say()
    qtbot.keyClick(window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.moments, timeout=LONG)
    in_the_room.until(State.PAUSED)
    assert window.windowTitle().startswith("Go back to which moment")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    in_the_room.until(State.READY)
    assert window.windowTitle().startswith("Your turn")
    assert len(said(in_the_room)) == 1


def test_esc_in_the_list_of_moments_keeps_a_pause_that_was_there_before(in_the_room: InTheRoom) -> None:
    window, qtbot = in_the_room.window, in_the_room.qtbot
    in_the_room.say()
    qtbot.keyClick(window, Qt.Key.Key_P)
    in_the_room.until(State.PAUSED)
    qtbot.keyClick(window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.moments, timeout=LONG)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.room
    qtbot.wait(300)
    assert window.room.state is State.PAUSED


def test_one_notice_hides_no_other_and_a_device_that_is_back_is_not_gone_too(in_the_room: InTheRoom) -> None:
    room = in_the_room.window.room
    starter = notice("hearing", "sphinx")
    for told in (starter, notice("talk", "loudspeaker_lost"), notice("talk", "loudspeaker_back")):
        room.show_event(told)
    assert room._notice.text() == f"{starter.text}\nThe loudspeaker is back."
    in_the_room.say()
    assert not room._notice.isVisible()


def test_a_talk_of_which_nothing_is_kept_is_not_offered_for_later(window: Window) -> None:
    for private, offered in ((True, "Leave, and keep nothing"), (False, "Leave, and go on later")):
        window.begin(Plan(demo_brief(), seed=1, private=private))
        assert offered in [one.text() for one in window.room.findChildren(QPushButton)]
        window.leave_room()


def test_enter_ends_and_critiques(in_the_room: InTheRoom) -> None:
    in_the_room.say()
    in_the_room.qtbot.keyClick(in_the_room.window, Qt.Key.Key_Return)
    back = in_the_room.window.looking_back
    in_the_room.qtbot.waitUntil(lambda: back.critique is not None, timeout=LONG)
    assert in_the_room.window.pages.currentWidget() is back.page


def test_a_focused_button_does_not_eat_the_talk_key(in_the_room: InTheRoom) -> None:
    button = in_the_room.window.room.captions_button
    button.setFocus()
    before = button.isChecked()
    in_the_room.qtbot.keyPress(button, Qt.Key.Key_Space)
    in_the_room.until(State.LISTENING)
    in_the_room.qtbot.keyRelease(button, Qt.Key.Key_Space)
    assert button.isChecked() is before


def test_a_moment_is_said_again_with_both_takes_beside_each_other(in_the_room: InTheRoom) -> None:
    window, qtbot = in_the_room.window, in_the_room.qtbot
    in_the_room.say()
    first = said(in_the_room)[0]
    qtbot.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.looking_back.critique is not None, timeout=LONG)
    window.looking_back.again(1)
    in_the_room.until(State.READY)
    in_the_room.say()
    now = said(in_the_room)[0]
    qtbot.keyClick(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.looking_back.critique is not None, timeout=LONG)
    plays = [
        b for b in window.looking_back.page.findChildren(QPushButton) if ", play: " in b.accessibleName()
    ]
    assert [b.accessibleName() for b in plays] == [f"Take 1, play: {first}", f"Now, play: {now}"]
    assert first != now


def test_which_engines_are_in_use_stands_in_a_quiet_line(in_the_room: InTheRoom) -> None:
    shown = in_the_room.window.room._engines.text()
    assert "pocketsphinx (starter)" in shown
    assert "espeak-ng (starter)" in shown


def test_captions_grow_and_can_be_hidden(in_the_room: InTheRoom) -> None:
    room = in_the_room.window.room
    larger = next(b for b in room.findChildren(QPushButton) if b.accessibleName() == "Larger captions")
    bubble = room.captions._at(1)
    assert bubble is not None
    before = bubble.font().pointSizeF()
    larger.click()
    assert bubble.font().pointSizeF() > before
    assert settings.load().number("look.caption_size") > 1
    room.captions_button.click()
    assert not room.captions.isVisible()
