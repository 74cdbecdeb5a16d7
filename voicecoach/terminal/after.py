"""After the role-play, in a terminal: corrections, the critique aloud, the report, a few questions."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voicecoach.coaching import spoken
from voicecoach.coaching.parts import Critique
from voicecoach.paths import rehearsals_dir
from voicecoach.rehearsal.review import Review
from voicecoach.rehearsal.sitting import Sitting
from voicecoach.rehearsal.takes import may_say_again
from voicecoach.rehearsal.transcript import takes_in_words
from voicecoach.settings import Settings
from voicecoach.terminal.rooms import Devices
from voicecoach.terminal.say import prose, tell
from voicecoach.terminal.typed import Typed
from voicecoach.terminal.words import word
from voicecoach.types import Who

CONFIDENCE = tuple(str(n) for n in range(1, 11))
HAPPENED = ("yes", "partly", "no")


@dataclass(frozen=True)
class After:
    """The rest of a sitting, once the user has ended the talk."""

    sitting: Sitting
    devices: Devices
    settings: Settings
    typed: Typed | None = None
    """Where answers are typed; None where nobody is asked."""
    as_json: bool = False
    keep_audio: str | None = None
    """In place of the setting."""

    def run(self) -> int | None:
        """From the last word to the report; gives the turn that the user wants to say again, if any."""
        if not any(t.who is Who.YOU for t in self.sitting.talk.turns):
            tell(word("after.nothing"))
            return None
        review = Review.of(self.sitting, self.settings, self.keep_audio)
        if self.typed and self.sitting.crew.transcriber.name == "sphinx":
            self._corrections(review, self.typed)
        for line in takes_in_words(review.story):
            tell(line)
        critique = review.critique()
        self._speak(review, critique)
        if self.typed:
            again = self._again(review, critique, self.typed)
            if again is not None:
                return again
            self._look_back(review, self.typed)
        kept = review.keep(critique)
        if kept:
            tell(word("after.report", file=kept))
        if folder := self.sitting.journal.folder:
            tell(word("after.second", id="last" if folder.parent == rehearsals_dir() else folder))
        return None

    def _again(self, review: Review, critique: Critique, typed: Typed) -> int | None:
        """Which quoted moment the user wants to say again, with the partner as before; None for none."""
        quoted = dict.fromkeys(p.quote.turn for p in critique.points if p.quote)
        turns = [number for number in quoted if may_say_again(review.story, number)]
        if not turns or self.sitting.journal.folder is None:
            return None
        tell(word("after.again"))
        for place, number in enumerate(turns, 1):
            tell(f"  {place}: {review.story.turns[number].text}")
        chosen = self._one_of(typed, word("after.which"), [str(n + 1) for n in range(len(turns))])
        return turns[int(chosen) - 1] if chosen else None

    def _corrections(self, review: Review, typed: Typed) -> None:
        tell(word("after.misheard"))
        for turn in self.sitting.talk.turns:
            if turn.who is Who.YOU:
                tell(f"  {turn.number}: {turn.text}")
        while line := typed.ask(word("after.correct")):
            number, _, text = line.partition(" ")
            if not (number.isdigit() and text.strip() and review.correct(int(number), text.strip())):
                tell(word("after.how_to_correct"))

    def _speak(self, review: Review, critique: Critique) -> None:
        stop = threading.Event()
        if self.typed:
            tell(word("after.stop"))
            self.typed.listen(lambda _: stop.set())
        card = self.devices.card
        since_s = card.now_s if card else 0.0
        with self.devices.ticking():
            unheard = spoken.speak(
                review.script(critique),
                speak=lambda text: self.sitting.crew.speak(text, coach=True),
                speaker=self.devices.speaker,
                load_audio=self.sitting.journal.load_audio,
                show=self._show,
                answer=self._answer(review) if self.typed else None,
                stop=stop,
            )
        for cue in unheard:  # whoever has heard enough may want to read the rest
            self._show(spoken.in_words(cue))
        folder = self.sitting.journal.folder
        if card and folder and self.keep_audio == "all":
            card.save_played(folder / "critique.flac", since_s)

    def _show(self, text: str) -> None:
        if not self.as_json:
            prose(word("talk.coach", text=text))

    def _answer(self, review: Review) -> Callable[[spoken.AskAloud], None]:
        """The user may answer the coach; what they typed is kept."""

        def answer(question: spoken.AskAloud) -> None:
            if self.typed and (said := self.typed.ask(word("after.answer"))):
                review.note(question.key, said)

        return answer

    def _look_back(self, review: Review, typed: Typed) -> None:
        now = self._one_of(typed, word("after.confidence"), CONFIDENCE)
        if now:
            review.note("confidence_after", int(now))
        if self.sitting.talk.brief.fear:
            tell(word("after.feared", fear=self.sitting.talk.brief.fear))
            happened = self._one_of(typed, word("after.happened"), HAPPENED)
            if happened:
                review.note("feared_happened", happened)

    @staticmethod
    def _one_of(typed: Typed, question: str, answers: Sequence[str]) -> str:
        while (said := typed.ask(question).lower()) and said not in answers:
            tell(word("after.one_of", answers=", ".join(answers)))
        return said
