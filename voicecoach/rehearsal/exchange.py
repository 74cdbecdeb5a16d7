"""One exchange: the user's utterance becomes a turn, and the partner answers aloud.

Runs in one worker thread, one job after the other, so that turns are added in the order they happened.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from voicecoach.audio.levels import dbfs
from voicecoach.partner.directive import Directive
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.doubt import Answer, answer_of
from voicecoach.rehearsal.events import (
    Closing,
    CoachSaying,
    Command,
    Event,
    NotCaught,
    PartnerSaid,
    PartnerSaying,
    State,
    StateChanged,
    Stopped,
    YouSaid,
)
from voicecoach.rehearsal.scope import ASK_IN_A_TALK, ScopeVerdict, check_scope
from voicecoach.rehearsal.scope_help import aloud, kind_question, spoken_help
from voicecoach.rehearsal.scope_partner import may_be_heard
from voicecoach.rehearsal.spoken_line import Delivered, SpokenLine
from voicecoach.rehearsal.talk import Talk
from voicecoach.rehearsal.turn_reading import TurnReading
from voicecoach.stages import Speaker
from voicecoach.types import Sound, Who

VOID_POLL_S = 0.02
"""How often a turn that waits for its words looks whether it is one at all."""


@dataclass(frozen=True, slots=True)
class Over:
    """A turn of the user's that is over, and its words on their way."""

    sound: Sound
    start_s: float
    """Seconds from the start of the rehearsal."""
    speech_end_at: float
    """When the voice was last heard (`time.monotonic`)."""
    decided_at: float
    """When the turn was taken for over (`time.monotonic`)."""


class Exchange:
    """Takes the user's turns and gives the partner's."""

    def __init__(
        self,
        talk: Talk,
        crew: Crew,
        speaker: Speaker,
        *,
        show: Callable[[Event], None],
        ask: Callable[[Command], None],
        now_s: Callable[[], float],
        may_speak: Callable[[], bool] = lambda: True,
    ) -> None:
        self._talk, self._crew, self._speaker = talk, crew, speaker
        self._show, self._ask, self._now_s = show, ask, now_s
        self._may_speak = may_speak
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="exchange")
        self._line: SpokenLine | None = None
        self._cut, self._void = threading.Event(), threading.Event()
        self._barred = False
        """Was the partner's line stopped, because it may not be heard?"""
        self._jobs: list[Future[None]] = []
        self.playing_out = False
        """All of the line is queued: only the loudspeaker's time is left."""

    @property
    def busy(self) -> bool:
        """Is a turn being made or a line being spoken?"""
        return any(not job.done() for job in self._jobs)

    def check(self) -> None:
        """Raise what went wrong in the worker, in the caller's thread."""
        for job in [j for j in self._jobs if j.done()]:
            self._jobs.remove(job)
            job.result()

    def open(self) -> None:
        """The partner speaks next; first of all, what was left open when it was broken off."""
        self._start(self._take_up)

    def answer(self, turn: Over, words: Future[TurnReading]) -> None:
        """The user's turn is over: take it in, and answer."""
        self._start(lambda: self._take(turn, words))

    def void(self) -> None:
        """The turn under way is no turn: its words are not waited for, and the partner is silenced."""
        self._void.set()
        self.cut()

    def _start(self, job: Callable[[], None]) -> None:
        self._cut, self._void = threading.Event(), threading.Event()
        self._jobs.append(self._pool.submit(job))

    def cut(self) -> None:
        """Silence the partner at once, from any thread."""
        self._cut.set()
        line = self._line
        if line:
            line.cut()
        if self.busy:
            self._crew.partner.cancel()

    def close(self) -> None:
        """Ends after the job under way was cut."""
        self.cut()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _take(self, said: Over, words: Future[TurnReading]) -> None:
        marks = {"speech_end": said.speech_end_at, "end_decision": said.decided_at}
        audio = self._talk.save_audio(Who.YOU, said.sound)
        reading = self._read(words)
        if reading is None:
            return
        heard = reading.heard
        marks["transcript"] = time.monotonic()
        if not heard.text.strip():
            self._show(NotCaught(dbfs(said.sound.samples)))
        elif not self._steers(reading, marks):
            turn = self._talk.add_yours(
                heard,
                reading=reading,
                start_s=said.start_s,
                end_s=said.start_s + said.sound.seconds,
                audio=audio,
                timings=marks,
            )
            self._show(YouSaid(turn))
            if self._in_scope(reading.scope):
                self._partner_speaks(marks)

    def _take_up(self) -> None:
        talk = self._talk
        last = talk.turns[-1] if talk.turns and not talk.stopped_before else None
        if talk.doubt.standing:
            self._say([talk.doubt.standing], coach=True)
        elif (
            last is None
            or last.who is Who.PARTNER
            or self._in_scope(check_scope(last.text, "speech", ASK_IN_A_TALK))
        ):
            self._partner_speaks()

    def _read(self, words: Future[TurnReading]) -> TurnReading | None:
        """The turn's words, with what follows from them; None where it turns out to be no turn."""
        while not self._void.is_set():
            if wait((words,), VOID_POLL_S).done:
                return words.result()
        return None

    def _steers(self, reading: TurnReading, marks: dict[str, float]) -> bool:
        """Is this no part of the talk, but for whoever runs it? Then do what it says."""
        if reading.command:
            self._ask(reading.command)
        elif self._talk.doubt.standing:
            self._answered(reading, marks)
        elif reading.direction:
            self._talk.direct(reading.direction)
            self._partner_speaks(marks)
        else:
            return False
        return True

    def _answered(self, reading: TurnReading, marks: dict[str, float]) -> None:
        """The answer to the coach's question in doubt: the talk goes on, or stops here."""
        doubt, label = self._talk.doubt, reading.scope.label
        match answer_of(reading.heard.text, reading.scope, again=doubt.again):
            case Answer.CLEAR:
                doubt.clear()
                self._partner_speaks(marks)
            case Answer.NOT_CLEAR:
                said = self._say([f"{kind_question('again')} {doubt.standing}"], coach=True)
                doubt.again = bool(said.text)
            case Answer.YES:
                self._stop_for("emergency" if label == "emergency" else "refer")

    def _partner_speaks(self, marks: dict[str, float] | None = None) -> None:
        if self._cut.is_set():
            return
        directive = self._talk.next_move()
        pieces = self._crew.word(directive, self._talk.history)
        start_s = self._now_s()
        self._barred = False
        delivered = self._say(pieces, may_say=self._is_fit)
        if delivered.text:
            self._keep(directive, delivered, start_s, marks or {})
        if self._barred:
            self._crew.partner.cancel()
            self._stop_for("refer", "partner")

    def _is_fit(self, line: str) -> bool:
        """Also the partner's own words are looked at: a model can write a threat."""
        self._barred = self._barred or not may_be_heard(line)
        return not self._barred

    def _keep(self, directive: Directive, line: Delivered, start_s: float, marks: dict[str, float]) -> None:
        audio = self._talk.save_audio(Who.PARTNER, line.sound) if line.sound else None
        turn = self._talk.add_theirs(
            directive,
            line.text,
            start_s=start_s,
            end_s=start_s + (line.sound.seconds if line.sound else 0.0),
            audio=audio,
            engine=self._crew.partner.name,
            cut_off=line.cut_off,
            timings={**marks, **line.marks, "heard": time.monotonic()},
        )
        self._show(PartnerSaid(turn))
        if directive.closing and not line.cut_off:
            self._show(Closing())

    def _say(
        self,
        pieces: Iterable[str],
        *,
        coach: bool = False,
        shown: bool = True,
        may_say: Callable[[str], bool] = lambda _: True,
    ) -> Delivered:
        self.playing_out = False
        line = SpokenLine(
            self._speaker,
            lambda text: self._crew.speak(text, coach=coach),
            on_clause=lambda text: self._caption(text, coach) if shown else None,
            on_first_sound=lambda: self._show(StateChanged(State.SPEAKING)),
            on_playing_out=self._set_playing_out,
            may_begin=self._may_speak,
            may_say=may_say,
        )
        self._line = line
        if self._cut.is_set():
            line.cut()
        try:
            return line.say(pieces)
        finally:
            self._line = None
            self.playing_out = False

    def _caption(self, text: str, coach: bool) -> None:
        self._show(CoachSaying(text) if coach else PartnerSaying(text))

    def _set_playing_out(self) -> None:
        self.playing_out = True

    def _in_scope(self, verdict: ScopeVerdict) -> bool:
        """May the talk go on after this turn? Where not, the coach's voice has taken over."""
        if verdict.label in ("refer", "emergency"):
            self._stop_for(verdict.label)
        elif verdict.ask and self._talk.doubt.may_put(verdict.ask):
            if self._say([verdict.ask], coach=True).text:  # a question that nobody heard was not put
                self._talk.doubt.put(verdict.ask)
        else:
            return True
        return False

    def _stop_for(self, label: str, why: str = "") -> None:
        """Out of the role, and audibly so: say what this is not for and who is, and stay."""
        speech = spoken_help(why or label)
        self._talk.journal.append("stopped", label=label, **({"why": why} if why else {}))
        self._show(Stopped(label, speech, why))
        self._ask(Command.HOLD)
        self._say([aloud(speech)], coach=True, shown=False)
