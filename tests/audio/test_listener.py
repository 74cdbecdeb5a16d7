"""Where a turn starts and ends: hold, tap and open, with a judge that is never wrong and no devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pytest

from tests.fakes import frames_of, loud_is_voice, silence, voice_like
from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import (
    Cancelled,
    Caution,
    Ended,
    EndReason,
    LevelChanged,
    ListenerState,
    ListenEvent,
    Mode,
    Nothing,
    NothingHeard,
    Reopened,
    Resumed,
    SoftEnd,
    SpeechStarted,
    Stretch,
    Warned,
)
from voicecoach.audio.patience import Patience
from voicecoach.audio.watchdogs import KEY_LOST_S, LONGEST_TURN_S, NO_VOICE_S
from voicecoach.types import HEARING_RATE, Heard, Pcm, Sound, Word

T = TypeVar("T")


def listener(mode: Mode = Mode.OPEN, **options: Any) -> Listener:
    return Listener(mode, judge=loud_is_voice, **options)


def feed(to: Listener, *parts: Pcm) -> list[ListenEvent]:
    """Everything but levels."""
    events = [event for frame in frames_of(*parts) for event in to.feed(frame)]
    return [event for event in events if not isinstance(event, LevelChanged)]


def kinds(events: list[ListenEvent]) -> list[type]:
    return [type(event) for event in events]


def the(kind: type[T], events: list[ListenEvent]) -> T:
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, kinds(events)
    return found[0]


def sure(text: str, probability: float = 1.0) -> Heard:
    """Words that a recogniser is so sure of."""
    return Heard(text, tuple(Word(w, 0.0, 0.1, probability) for w in text.split()))


def seconds(samples: int) -> float:
    return samples / HEARING_RATE


def test_open_mode_hears_a_turn_from_the_voice_to_the_silence() -> None:
    events = feed(listener(), silence(1), voice_like(1), silence(2))
    assert kinds(events) == [SpeechStarted, SoftEnd, Ended]
    ended = the(Ended, events)
    assert ended.reason is EndReason.SILENCE
    assert seconds(ended.utterance.start) == pytest.approx(0.5, abs=0.03), "half a second of pre-roll"
    assert seconds(ended.utterance.speech_end) == pytest.approx(2.0, abs=0.03)
    assert ended.revision == the(SoftEnd, events).revision, "no voice came after the soft end"


@pytest.mark.parametrize(("patience", "needed"), [("brisk", 0.7), ("normal", 1.1), ("patient", 1.8)])
def test_patience_is_the_silence_that_ends_a_turn(patience: str, needed: float) -> None:
    def ends_after(pause: float) -> bool:
        to = listener(patience=Patience(patience))
        return Ended in kinds(feed(to, silence(1), voice_like(1), silence(pause)))

    assert not ends_after(needed - 0.06)
    assert ends_after(needed + 0.06)


@pytest.mark.parametrize(
    ("text", "sooner", "later"),
    [("I want a raise.", 0.7, 0.9), ("I want a raise and", 1.9, 2.1), ("a raise", 1.0, 1.2)],
)
def test_what_was_said_shortens_or_lengthens_the_silence(text: str, sooner: float, later: float) -> None:
    to = listener()
    soft = the(SoftEnd, feed(to, silence(1), voice_like(1), silence(0.4)))
    to.text_hint(soft.revision, sure(text))
    assert Ended not in kinds(feed(to, silence(sooner - 0.4)))
    assert Ended in kinds(feed(to, silence(later - sooner)))


def test_words_that_nobody_is_sure_of_shorten_no_silence() -> None:
    for heard in (sure("I want a raise.", 0.2), Heard("I want a raise.")):
        to = listener()
        soft = the(SoftEnd, feed(to, silence(1), voice_like(1), silence(0.4)))
        to.text_hint(soft.revision, heard)
        assert Ended not in kinds(feed(to, silence(1.0)))
        assert Ended in kinds(feed(to, silence(0.3)))


def test_a_stale_hint_tells_nothing() -> None:
    to = listener()
    soft = the(SoftEnd, feed(to, silence(1), voice_like(1), silence(0.4)))
    feed(to, voice_like(1), silence(0.3))
    to.text_hint(soft.revision, sure("I want a raise."))
    assert Ended not in kinds(feed(to, silence(0.7)))


def test_going_on_makes_a_soft_end_stale() -> None:
    events = feed(listener(), silence(1), voice_like(1), silence(0.5), voice_like(1), silence(2))
    assert kinds(events) == [SpeechStarted, SoftEnd, Resumed, SoftEnd, Ended]
    first, second = (event for event in events if isinstance(event, SoftEnd))
    assert the(Resumed, events).revision == first.revision < second.revision


def test_hold_hears_all_from_before_the_key_to_a_tail_after_it() -> None:
    """Speech that starts before the key and ends after it is there to the sample."""
    to = listener(Mode.HOLD)
    rng = np.random.default_rng(3)
    speech = (voice_like(2) + rng.integers(-50, 50, 2 * HEARING_RATE)).astype(np.int16)
    feed(to, silence(1), speech[: int(0.4 * HEARING_RATE)])
    to.key_down()
    feed(to, speech[int(0.4 * HEARING_RATE) : int(1.8 * HEARING_RATE)])
    to.key_up()
    ended = the(Ended, feed(to, speech[int(1.8 * HEARING_RATE) :], silence(1)))
    assert ended.reason is EndReason.RELEASED
    heard = ended.utterance.sound.samples
    offset = HEARING_RATE - ended.utterance.start
    assert np.array_equal(heard[offset : offset + len(speech)], speech)


def test_hold_waits_through_thinking_pauses() -> None:
    to = listener(Mode.HOLD)
    feed(to, silence(1))
    to.key_down()
    events = feed(to, voice_like(1), silence(5), voice_like(1))
    assert Ended not in kinds(events)
    to.key_up()
    assert the(Ended, feed(to, silence(0.5))).utterance.sound.seconds > 7


def test_a_second_key_down_never_starts_twice() -> None:
    to = listener(Mode.HOLD)
    feed(to, silence(1))
    to.key_down()
    feed(to, voice_like(0.5))
    assert to.key_down() == []
    feed(to, voice_like(0.5))
    to.key_up()
    assert the(Ended, feed(to, silence(1))).utterance.sound.seconds > 1.4


def test_a_key_let_go_for_a_moment_ends_nothing() -> None:
    to = listener(Mode.HOLD)
    to.key_down()
    feed(to, voice_like(1))
    to.key_up()
    feed(to, voice_like(0.1))
    to.key_down()
    assert Ended not in kinds(feed(to, voice_like(1)))


def test_the_words_can_be_had_while_the_tail_runs_out() -> None:
    """Key up as the voice ends: a soft end comes before the tail is over, and the end is of its revision."""
    to = listener(Mode.HOLD)
    to.key_down()
    feed(to, voice_like(1))
    to.key_up()
    before = feed(to, silence(0.2))
    assert kinds(before) == [SoftEnd]
    after = feed(to, silence(0.2))
    assert the(Ended, after).revision == the(SoftEnd, before).revision


def test_a_voice_that_goes_on_in_the_tail_makes_its_soft_end_stale() -> None:
    to = listener(Mode.HOLD)
    to.key_down()
    feed(to, voice_like(1))
    to.key_up()
    events = feed(to, silence(0.14), voice_like(0.1), silence(0.4))
    assert kinds(events) == [SoftEnd, Resumed, Ended]
    assert the(Ended, events).revision > the(Resumed, events).revision


def test_what_is_under_way_is_told_until_the_soft_end() -> None:
    to = listener(Mode.HOLD)
    assert to.under_way is None
    to.key_down()
    feed(to, voice_like(1))
    assert to.under_way is not None
    assert to.under_way.sound.seconds == pytest.approx(1.0, abs=0.03)
    feed(to, silence(0.4))
    assert to.under_way is None
    feed(to, voice_like(0.5))
    assert to.under_way is not None
    assert to.under_way.sound.seconds == pytest.approx(1.9, abs=0.03)


def test_the_tail_can_be_set() -> None:
    to = listener(Mode.HOLD, tail_s=0.6)
    to.key_down()
    feed(to, voice_like(1))
    to.key_up()
    assert Ended not in kinds(feed(to, silence(0.5)))
    assert Ended in kinds(feed(to, silence(0.2)))


def test_a_lost_key_up_ends_the_hold() -> None:
    to = listener(Mode.HOLD)
    to.key_down()
    ended = the(Ended, feed(to, voice_like(1), silence(KEY_LOST_S + 1)))
    assert ended.reason is EndReason.KEY_LOST
    assert to.state is ListenerState.IDLE


def test_tap_starts_and_tap_ends() -> None:
    to = listener(Mode.TAP)
    feed(to, silence(1))
    to.key_down()
    to.key_up()
    feed(to, voice_like(1))
    to.key_down()
    assert the(Ended, feed(to, silence(1))).reason is EndReason.TAPPED


def test_tap_starts_and_silence_ends() -> None:
    to = listener(Mode.TAP)
    to.key_down()
    assert the(Ended, feed(to, silence(3), voice_like(1), silence(2))).reason is EndReason.SILENCE


def test_a_tap_just_after_silence_ended_the_turn_starts_nothing() -> None:
    to = listener(Mode.TAP, reopen_s=1.0)
    to.key_down()
    feed(to, voice_like(1), silence(1.2))
    assert to.state is ListenerState.ENDED
    assert to.key_down() == []
    assert to.state is ListenerState.ENDED


def test_tapped_and_nothing_said_ends_by_itself() -> None:
    to = listener(Mode.TAP, confirm=lambda sound: False)
    to.key_down()
    nothing = the(NothingHeard, feed(to, silence(NO_VOICE_S + 1)))
    assert nothing.reason is Nothing.SILENCE
    assert nothing.level_dbfs < -80
    assert to.state is ListenerState.IDLE


def test_noise_is_told_from_silence_when_nothing_was_heard() -> None:
    to = listener(Mode.HOLD, confirm=lambda sound: False)
    to.key_down()
    feed(to, silence(0.2), voice_like(1))
    to.key_up()
    assert the(NothingHeard, feed(to, silence(1))).reason is Nothing.NOISE


@pytest.mark.parametrize("length", [0.1, 0.2, 0.3])
@pytest.mark.parametrize("mode", list(Mode))
def test_short_answers_count(mode: Mode, length: float) -> None:
    to = listener(mode)
    feed(to, silence(1))
    if mode is not Mode.OPEN:
        to.key_down()
    events = feed(to, silence(0.3), voice_like(length), silence(0.3))
    to.key_up()
    assert Ended in kinds(events + feed(to, silence(2)))


def test_what_the_second_judge_denies_makes_no_turn() -> None:
    to = listener(confirm=lambda sound: False)
    assert feed(to, silence(1), voice_like(0.3), silence(2), voice_like(4), silence(2)) == []


def test_the_second_judge_hears_enough_to_judge() -> None:
    """It gets what was before the burst, and never an empty stretch."""
    asked: list[float] = []

    def confirm(sound: Sound) -> bool:
        asked.append(sound.seconds)
        return True

    feed(listener(confirm=confirm), silence(1), voice_like(1), silence(2))
    assert asked
    assert min(asked) > 0.5


def test_a_click_while_thinking_does_not_take_the_silence_for_speech() -> None:
    """Typing in a pause neither resumes the turn nor puts its end off for long."""

    def voice_is_long(sound: Sound) -> bool:
        return int(np.sum(np.abs(sound.samples.astype(int)) > 1000)) > 0.15 * HEARING_RATE

    click = (voice_like(0.06), silence(0.25))
    to = listener(confirm=voice_is_long)
    events = feed(to, silence(1), voice_like(1), silence(0.4), *click * 5)
    assert kinds(events) == [SpeechStarted, SoftEnd, Ended]


def test_cancel_drops_the_utterance_in_every_state() -> None:
    for until in (0.2, 1.3):
        to = listener(Mode.HOLD)
        to.key_down()
        feed(to, voice_like(until))
        if until > 1:
            to.key_up()
        assert kinds(to.cancel()) == [Cancelled]
        assert to.state is ListenerState.IDLE
        assert feed(to, silence(3)) == []
    assert listener().cancel() == []


def test_what_was_dropped_is_no_part_of_the_next_turn() -> None:
    to = listener(Mode.HOLD)
    to.key_down()
    feed(to, voice_like(1))
    to.cancel()
    feed(to, silence(0.1))
    to.key_down()
    feed(to, silence(0.2), voice_like(1))
    to.key_up()
    ended = the(Ended, feed(to, silence(1)))
    assert seconds(ended.utterance.start) == pytest.approx(1.0, abs=0.03)


def test_interrupt_ends_with_what_is_there() -> None:
    to = listener()
    feed(to, silence(1), voice_like(1))
    assert the(Ended, to.interrupt()).reason is EndReason.INTERRUPTED
    assert to.interrupt() == []


def test_deaf_hears_nothing_and_keeps_nothing() -> None:
    to = listener()
    to.deaf = True
    assert feed(to, voice_like(2)) == []
    to.deaf = False
    assert feed(to, voice_like(0.2)) == [], "the room still rings"
    ended = the(Ended, feed(to, silence(0.1), voice_like(0.5), silence(2)))
    assert seconds(ended.utterance.start) >= 2.2, "nothing of the partner's voice is in the pre-roll"


def test_the_talk_key_opens_deaf_ears_at_once() -> None:
    to = listener(Mode.HOLD)
    to.deaf = True
    feed(to, voice_like(1))
    to.key_down()
    feed(to, voice_like(1))
    to.key_up()
    assert seconds(the(Ended, feed(to, silence(1))).utterance.start) == pytest.approx(1.0, abs=0.03)


def test_they_may_go_on_right_after_the_end() -> None:
    to = listener(reopen_s=1.0)
    events = feed(to, silence(1), voice_like(1), silence(1.4), voice_like(1), silence(0.3))
    assert kinds(events) == [SpeechStarted, SoftEnd, Ended, Reopened, Resumed, SoftEnd]
    last = the(Ended, feed(to, silence(3)))
    assert seconds(last.utterance.start) == pytest.approx(0.5, abs=0.03), "it is one turn"


def test_whoever_was_cut_off_gets_longer_pauses() -> None:
    to = listener(reopen_s=1.0)
    feed(to, silence(1), voice_like(1), silence(1.5), voice_like(1))
    assert Ended not in kinds(feed(to, silence(1.5)))


def test_what_ended_stays_ended_once_the_answer_sounds() -> None:
    to = listener(reopen_s=1.0)
    feed(to, silence(1), voice_like(1), silence(1.2))
    to.settle()
    assert kinds(feed(to, voice_like(1), silence(2))) == [SpeechStarted, SoftEnd, Ended]


def test_a_burst_not_judged_yet_is_told() -> None:
    to = listener(reopen_s=1.0)
    feed(to, silence(1), voice_like(1), silence(1.2))
    assert not to.wavering
    feed(to, voice_like(0.1))
    assert to.wavering


def test_a_pause_in_a_long_turn_ends_a_stretch() -> None:
    """Stretches and the tail are the whole turn, without a gap and without an overlap."""
    talk = [part for length in (4, 4, 7, 3) for part in (voice_like(length), silence(0.5))]
    events = feed(listener(), silence(1), *talk, silence(2))
    stretches = [event for event in events if isinstance(event, Stretch)]
    ended = the(Ended, events)
    assert [stretch.index for stretch in stretches] == [0, 1] == list(range(ended.stretches))
    parts = [stretch.utterance for stretch in stretches] + [ended.tail]
    assert np.array_equal(
        np.concatenate([part.sound.samples for part in parts]), ended.utterance.sound.samples
    )
    assert ended.tail.sound.seconds < 6


def test_a_stretch_keeps_what_was_heard_at_its_soft_end() -> None:
    events = feed(listener(), silence(1), voice_like(8), silence(0.5), voice_like(1), silence(2))
    soft = next(event for event in events if isinstance(event, SoftEnd))
    stretch = the(Stretch, events)
    assert stretch.revision == soft.revision
    assert stretch.utterance == soft.tail
    assert Resumed not in kinds(events)


def test_without_a_pause_a_breath_ends_a_stretch() -> None:
    breaths = [part for _ in range(9) for part in (voice_like(2), silence(0.14))]
    assert Stretch in kinds(feed(listener(), silence(1), *breaths, silence(2)))


def test_a_very_long_turn_is_warned_about_and_ended() -> None:
    to = listener(Mode.HOLD)
    to.key_down()
    talk = [part for _ in range(40) for part in (voice_like(4.5), silence(0.5))]
    events = feed(to, *talk)
    assert the(Warned, events).kind is Caution.LONG_TURN
    ended = the(Ended, events)
    assert ended.reason is EndReason.TOO_LONG
    assert ended.utterance.sound.seconds == pytest.approx(LONGEST_TURN_S, abs=0.1)


def test_a_dead_microphone_is_told_from_a_quiet_room() -> None:
    to = listener(Mode.TAP, confirm=lambda sound: False)
    dead = np.zeros(3 * HEARING_RATE, np.int16)
    assert kinds(feed(to, silence(5))) == []
    assert the(Warned, feed(to, dead, dead)).kind is Caution.DEAD_MICROPHONE
    assert the(Warned, feed(to, silence(1))).kind is Caution.MICROPHONE_BACK
    to = listener(Mode.HOLD, confirm=lambda sound: False)
    to.key_down()
    feed(to, dead)
    to.key_up()
    assert the(NothingHeard, feed(to, dead)).reason is Nothing.DEAD


def test_levels_come_25_times_a_second() -> None:
    to = listener()
    events = [event for frame in frames_of(silence(2)) for event in to.feed(frame)]
    assert len(events) == 50


def test_revisions_never_come_twice() -> None:
    to = listener()
    events = feed(to, *[part for _ in range(5) for part in (silence(1), voice_like(1), silence(2))])
    revisions = [event.revision for event in events if isinstance(event, Ended)]
    assert revisions == sorted(set(revisions))


def test_a_frame_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="320 samples"):
        listener().feed(np.zeros(100, np.int16))


@pytest.mark.parametrize("mode", list(Mode))
def test_no_state_is_without_a_way_out(mode: Mode) -> None:
    """Whatever keys came before, a minute of silence leads back to idle."""
    rng = np.random.default_rng(11)
    to = listener(mode, reopen_s=1.0)
    actions: list[Callable[[], object]] = [
        to.key_down,
        to.key_up,
        lambda: feed(to, voice_like(float(rng.uniform(0.05, 2)))),
        lambda: feed(to, silence(float(rng.uniform(0.05, 2)))),
        to.cancel,
        to.interrupt,
        to.settle,
    ]
    for _ in range(40):
        for choice in rng.integers(0, len(actions), 6):
            actions[choice]()
        feed(to, silence(14))
        assert to.state is ListenerState.IDLE


@pytest.mark.parametrize("mode", [Mode.HOLD, Mode.TAP])
def test_what_belongs_to_a_turn_is_not_heard_again_in_the_next(mode: Mode) -> None:
    """The key again right after a turn: half a second before it belongs to that turn."""
    here = listener(mode)

    def talk(sound: Pcm) -> Ended:
        here.key_down()
        events = feed(here, sound)
        here.key_up() if mode is Mode.HOLD else here.key_down()
        return the(Ended, [*events, *feed(here, silence(0.3))])

    feed(here, silence(1))
    first, second = talk(voice_like(1)).utterance, talk(voice_like(0.3)).utterance
    assert second.start >= first.start + len(first.sound.samples)
