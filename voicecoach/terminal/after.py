"""After the role-play, in a terminal: corrections, the critique aloud, the report, a few questions."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass

import click

from voicecoach.coaching import spoken
from voicecoach.coaching.parts import Critique
from voicecoach.rehearsal.review import Review
from voicecoach.rehearsal.sitting import Sitting
from voicecoach.settings import Settings
from voicecoach.terminal.rooms import Devices
from voicecoach.terminal.say import attended, give, tell
from voicecoach.types import Stakes, Who


@dataclass(frozen=True)
class After:
    """The rest of a sitting, once the user has ended the talk."""

    sitting: Sitting
    devices: Devices
    settings: Settings
    questions: bool = True
    as_json: bool = False
    keep_audio: str | None = None
    """In place of the setting."""

    def run(self) -> None:
        """From the last word to the report."""
        if not any(t.who is Who.YOU for t in self.sitting.talk.turns):
            tell("You said nothing this time, so there is nothing to critique.")
            return
        review = Review.of(self.sitting, self.settings, self.keep_audio)
        if self._may_ask() and self.sitting.crew.transcriber.name == "sphinx":
            self._corrections(review)
        critique = review.critique()
        self._speak(review, critique)
        if self._may_ask():
            self._look_back(review)
        kept = review.keep(critique)
        if kept:
            tell(f"Report: {kept}")
        if self.sitting.talk.brief.stakes is Stakes.HIGH and self.sitting.journal.folder:
            tell(f"A second attempt: voicecoach rehearse --attempt-of {self.sitting.journal.folder.name}")

    def _may_ask(self) -> bool:
        return self.questions and attended() and not self.devices.card

    def _corrections(self, review: Review) -> None:
        tell("Did it mishear you? Type a line's number and the right words; Enter goes on.")
        for turn in self.sitting.talk.turns:
            if turn.who is Who.YOU:
                tell(f"  {turn.number}: {turn.text}")
        while True:
            line = click.prompt("Correct", default="", show_default=False, err=True)
            number, _, text = line.partition(" ")
            if not line:
                return
            if number.isdigit() and text.strip() and review.correct(int(number), text.strip()):
                continue
            tell("A number from the list, a space, and the words you said.")

    def _speak(self, review: Review, critique: Critique) -> None:
        stop = threading.Event()
        if self._may_ask():
            tell("Enter stops the coach.")
            threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
        show = (lambda text: None) if self.as_json else (lambda text: give(f"Coach: {text}"))
        with self.devices.ticking():
            spoken.speak(
                review.script(critique),
                speak=lambda text: self.sitting.crew.speak(text, coach=True),
                speaker=self.devices.speaker,
                load_audio=self.sitting.journal.load_audio,
                show=show,
                answer=None,
                stop=stop,
            )

    def _look_back(self, review: Review) -> None:
        now = click.prompt(
            "How confident do you feel now, 1 to 10? (Enter skips)", default="", show_default=False, err=True
        )
        if now.isdigit() and 1 <= int(now) <= 10:
            review.note("confidence_after", int(now))
        if self.sitting.talk.brief.fear:
            tell(f"What you feared: {self.sitting.talk.brief.fear}")
            happened = click.prompt(
                "Did it happen here? (yes, partly, no; Enter skips)", default="", show_default=False, err=True
            )
            if happened.lower() in ("yes", "partly", "no"):
                review.note("feared_happened", happened.lower())
