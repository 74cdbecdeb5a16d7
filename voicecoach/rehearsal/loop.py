"""The conversation loop: frames in, turns out, until the user ends it.

Runs in the caller's thread, with the microphone as its clock. The engines work in two threads of their own:
one hears (`HearingAhead`), one takes the turn and speaks the answer (`Exchange`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING

from voicecoach.audio.cues import Cue, cue
from voicecoach.audio.listener_events import (
    Cancelled,
    Ended,
    EndReason,
    LevelChanged,
    ListenerState,
    ListenEvent,
    Mode,
    NothingHeard,
    Reopened,
    SpeechStarted,
    Warned,
)
from voicecoach.rehearsal.crew import Crew, CrewEar
from voicecoach.rehearsal.device_watch import DeviceWatch
from voicecoach.rehearsal.events import (
    Ask,
    Command,
    Dropped,
    Event,
    Level,
    NotCaught,
    Rewind,
    State,
    StateChanged,
)
from voicecoach.rehearsal.exchange import Exchange, Over
from voicecoach.rehearsal.listening import Listening
from voicecoach.rehearsal.notices import notice
from voicecoach.rehearsal.room import Room
from voicecoach.rehearsal.story import REOPENED
from voicecoach.types import HEARING_RATE

if TYPE_CHECKING:
    from voicecoach.rehearsal.talk import Talk

OVER = (State.ENDED, State.STOPPED, State.LEFT)

THINKING_CUE_S = 1.2
"""Thinking for longer than this is told by a sound."""

CUE_RATE = 24_000
"""Hertz."""

FRAME_WAIT_S = 0.005
"""How long to wait for a frame before looking at what was asked."""


class Loop:
    """One sitting: from the partner's opening to the user's stop."""

    def __init__(
        self,
        talk: Talk,
        crew: Crew,
        room: Room,
        *,
        show: Callable[[Event], None],
        hints: tuple[str, ...] = (),
    ) -> None:
        self._talk, self._crew, self._room, self._face = talk, crew, room, show
        self._asked: SimpleQueue[Ask] = SimpleQueue()
        self._listening = Listening(room.listener, CrewEar(crew, hints), talk)
        self._devices = DeviceWatch(room.microphone, room.speaker)
        self._exchange = Exchange(
            talk,
            crew,
            room.speaker,
            show=self._show,
            ask=self.ask,
            now_s=lambda: self._now_s,
            may_speak=lambda: room.virtual_time or not self._they_talk(),
        )
        self._now_s = talk.history[-1].end_s if talk.history else 0.0
        self._state = State.READY
        self._shown: State | None = None
        self._lock = threading.Lock()
        self._answering = False
        self._uncaught = False
        """Was there nothing to be recognised in the turn that is being answered?"""
        self._thinking_s = 0.0
        self._turns_before = 0

    def ask(self, ask: Ask) -> None:
        """Ask something of the rehearsal, from any thread. Talking silences the partner at once."""
        late = ask is Command.TALK_DOWN and self._room.listener.ended_anyway
        silences = ask not in (Command.TALK_UP, Command.HOLD) and not late
        if silences and self._answering and self._may_obey(ask):
            self._exchange.cut()
        self._asked.put(ask)

    def _may_obey(self, ask: Ask) -> bool:
        """What is over stays over: only leaving is left, or being stopped where the talk has just ended."""
        return self._state not in OVER or ask in (Command.LEAVE, Command.HOLD)

    def run(self) -> State:
        """Until it is over: ENDED (the critique comes next), LEFT, or STOPPED (not rehearsed here).

        The devices are open, and stay so.
        """
        try:
            if not self._talk.history or self._talk.last_of_yours() == self._talk.history[-1].number:
                self._answer(self._exchange.open)
            else:
                self._go(State.READY)
            while self._state not in OVER or self._exchange.busy:
                self._turn_the_wheel()
        finally:
            self._exchange.close()
            self._listening.close()
        self._exchange.check()
        return self._state

    def _turn_the_wheel(self) -> None:
        self._take_asked()
        self._finish_answer()
        if self._room.virtual_time and self._must_wait():
            threading.Event().wait(0.001)
            return
        frame = self._room.microphone.read(FRAME_WAIT_S)
        self._watch_devices()
        if frame is None:
            return
        self._now_s += len(frame) / HEARING_RATE
        self._cue_while_thinking(len(frame) / HEARING_RATE)
        self._room.listener.deaf = self._state in (State.SPEAKING, State.PAUSED, *OVER)
        self._take_events(self._listening.feed(frame))
        self._room.after_frame()

    def _watch_devices(self) -> None:
        """Say what is new about the devices. Without a microphone a turn ends with what there is of it."""
        for new in self._devices.look():
            self._show(new)
        if self._devices.microphone_lost:
            self._take_events(self._room.listener.interrupt())

    def _cue_while_thinking(self, passed_s: float) -> None:
        """One soft sound, once thinking has taken long."""
        before = self._thinking_s
        self._thinking_s = before + passed_s if self._state is State.THINKING else 0.0
        if before < THINKING_CUE_S <= self._thinking_s:
            self._play_cue(Cue.THINKING)

    def _they_talk(self) -> bool:
        """Hands-free, they may have gone on while the partner was still thinking: the answer waits."""
        listener = self._room.listener
        return listener.wavering or (listener.mode is Mode.OPEN and listener.state is ListenerState.TALKING)

    def _must_wait(self) -> bool:
        """In virtual time the clock stands still while an engine works."""
        return self._exchange.busy and not (self._exchange.playing_out and not self._room.speaker.idle)

    def _finish_answer(self) -> None:
        """Back to ready, once the partner has been heard."""
        if self._answering and not self._exchange.busy:
            self._exchange.check()
            self._answering = False
            if self._state in (State.READY, State.THINKING, State.SPEAKING):
                self._play_cue(Cue.READY)
                self._go(State.READY)

    def _answer(self, start: Callable[[], None]) -> None:
        self._answering, self._uncaught = True, False
        self._go(State.THINKING)
        start()

    def _take_asked(self) -> None:
        while True:
            try:
                asked = self._asked.get_nowait()
            except Empty:
                return
            if not self._may_obey(asked):
                continue
            if isinstance(asked, Rewind):
                self._drop_from(asked.turn, "rewind")
            else:
                self._obey(asked)

    def _obey(self, command: Command) -> None:
        listener = self._room.listener
        match command:
            case Command.TALK_DOWN:
                self._talk_key_down()
            case Command.TALK_UP:
                self._take_events(listener.key_up())
            case Command.TAKE_BACK:
                self._take_back()
            case Command.RESTART:
                self._drop_from(0, "restart")
                self._answer(self._exchange.open)
            case Command.GO_ON:
                if self._state is State.PAUSED:
                    self._go(State.READY)
            case _:
                self._take_events(listener.cancel())
                self._leave_for(command)

    def _take_back(self) -> None:
        """The line that is being said, or else the last one: where that was not caught, no other goes."""
        if dropped := self._room.listener.cancel():
            self._take_events(dropped)
            return
        last = self._talk_settled().last_of_yours()
        if last is not None and not (self._answering and self._uncaught):
            self._drop_from(last, "take_back")

    def _talk_key_down(self) -> None:
        if self._state in (State.PAUSED, *OVER):
            return
        listener = self._room.listener
        self._take_events(listener.key_down())
        if listener.state is ListenerState.TALKING:
            self._play_cue(Cue.START)
            self._go(State.LISTENING)

    def _leave_for(self, command: Command) -> None:
        """What ends listening: pause, hold, stop, leave."""
        match command:
            case Command.PAUSE:
                self._play_cue(Cue.PAUSED)
                self._go(State.PAUSED)
            case Command.HOLD:
                self._go(State.STOPPED)
            case Command.STOP:
                self._talk_settled().journal.append("ended")
                self._go(State.ENDED)
            case Command.LEAVE:
                self._talk_settled()
                self._go(State.LEFT)

    def _talk_settled(self) -> Talk:
        """The talk, once a line under way has been cut and kept."""
        while self._exchange.busy:
            self._exchange.cut()  # again and again: a reply that is just being asked for misses the first
            threading.Event().wait(0.005)
        self._exchange.check()
        return self._talk

    def _drop_from(self, first: int, why: str) -> None:
        self._take_events(self._room.listener.cancel())
        self._talk_settled().drop_from(first, why)
        self._answering = False
        self._show(Dropped(first))
        self._go(State.READY)

    def _take_events(self, events: list[ListenEvent]) -> None:
        for event in events:
            if isinstance(event, Reopened):
                self._take_back_the_end()
            self._listening.see(event)
            self._take_event(event)

    def _take_event(self, event: ListenEvent) -> None:
        match event:
            case SpeechStarted() | Reopened():
                self._go(State.LISTENING)
            case Ended(reason=reason):
                if reason is EndReason.TOO_LONG:
                    self._show(notice("talk", "too_long"))
                self._end_turn(event)
            case Cancelled():
                self._go(State.READY)
            case NothingHeard(level_dbfs):
                self._show(NotCaught(level_dbfs))
                self._go(State.READY)
            case LevelChanged(dbfs):
                self._show(Level(dbfs))
            case Warned(kind):
                self._show(notice("talk", kind))
            case _:
                pass

    def _play_cue(self, name: Cue) -> None:
        if self._room.cues:
            self._room.speaker.play(cue(name, CUE_RATE))

    def _end_turn(self, ended: Ended) -> None:
        decided_at = monotonic()
        if self._exchange.busy:  # they went on: what would have been said to the turn before is not said
            self._exchange.cut()
        self._turns_before = len(self._talk.turns)
        self._play_cue(Cue.STOP)
        words = self._listening.words_of(ended)
        said = ended.utterance
        turn = Over(
            said.sound,
            start_s=self._now_s - self._seconds_since(said.start),
            speech_end_at=decided_at - self._seconds_since(said.speech_end),
            decided_at=decided_at,
        )
        self._answer(lambda: self._exchange.answer(turn, words))

    def _seconds_since(self, place: int) -> float:
        """From a place in the microphone's stream to now."""
        return max(0, self._room.listener.now - place) / HEARING_RATE

    def _take_back_the_end(self) -> None:
        """They go on: the turn was not over, and what was made of it so far did not happen."""
        self._exchange.void()
        talk = self._talk_settled()
        if len(talk.turns) > self._turns_before:
            talk.drop_from(self._turns_before, REOPENED)
            self._show(Dropped(self._turns_before))
        self._answering = False

    def _go(self, state: State) -> None:
        with self._lock:
            self._state = state
        self._show(StateChanged(state))

    def _show(self, event: Event) -> None:
        """Pass on what happened; a state is shown once, however often it is reached."""
        if isinstance(event, StateChanged):
            with self._lock:
                if event.state is self._shown:
                    return
                self._shown = event.state
                if self._state in (State.READY, State.THINKING, State.SPEAKING):
                    self._state = event.state
        self._uncaught = self._uncaught or isinstance(event, NotCaught)
        self._face(event)
