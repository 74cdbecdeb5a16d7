"""One sitting: what stays on disk once it is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from voicecoach import settings
from voicecoach.rehearsal.events import State
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.sitting import Plan, Sitting
from voicecoach.types import Heard, Sound

Played = Callable[[str, str, State], int]


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Played:
    """Plays one turn that ends so, under a setting of what is kept; gives how many recordings are left."""

    class OneTurn:
        kind = ""
        state = State.LEFT

        def __init__(self, talk: Any, *_: object, **__: object) -> None:
            self.talk = talk

        def run(self) -> State:
            audio = self.talk.journal.save_audio("000-you", Sound(np.zeros(160, np.int16), 16_000))
            self.talk.add_yours(Heard("Words of mine."), start_s=0, end_s=1, audio=audio)
            if self.kind:
                self.talk.journal.append(self.kind, label="emergency")
            return self.state

    def play(keep: str, kind: str, state: State) -> int:
        settings.save("privacy.keep_audio", keep)
        OneTurn.kind, OneTurn.state = kind, state
        room: Any = None
        with Sitting.begin(Plan(example_brief("raise")), settings.load()) as sitting:
            assert sitting.rehearse(room, lambda _: None) is state
            assert sitting.journal.folder
            assert (sitting.journal.folder / "journal.jsonl").is_file()
            return len(list(sitting.journal.folder.rglob("*.wav")))

    monkeypatch.setattr("voicecoach.rehearsal.sitting.Loop", OneTurn)
    return play


@pytest.mark.parametrize(("keep", "left"), [("none", 0), ("quotes", 0), ("all", 1)])
def test_what_was_stopped_has_no_critique_to_quote_it_so_its_sound_goes_at_once(
    played: Played, keep: str, left: int
) -> None:
    assert played(keep, "stopped", State.STOPPED) == left


def test_so_it_is_where_they_leave_while_the_coach_still_talks(played: Played) -> None:
    assert played("none", "stopped", State.LEFT) == 0


def test_what_was_broken_off_keeps_its_sound_since_it_can_be_taken_up(played: Played) -> None:
    assert played("none", "", State.LEFT) == 1


def test_what_has_ended_keeps_its_sound_until_the_critique(played: Played) -> None:
    assert played("quotes", "ended", State.ENDED) == 1
