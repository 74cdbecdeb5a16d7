"""The spoken critique: 90 seconds at most, the coach's voice and the user's own recording."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from voicecoach.coaching.coach import ORDER
from voicecoach.coaching.lint import nothing_to_show
from voicecoach.coaching.parts import Critique, Point, Quote
from voicecoach.coaching.quotes import plain
from voicecoach.coaching.words import lexicon, phrase
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.spoken_line import POLL_S, SpokenLine
from voicecoach.stages import Speaker, Spoken
from voicecoach.types import Brief, Pcm, Question, Sound

LONGEST_S = 90.0
"""Seconds that the coach takes at most, without the time in which the user answers."""
WORDS_PER_S = 2.45
"""The coach's pace, with the pauses between sentences, as its slowest shipped voice speaks."""
CARRIED = "carried"
FADE_S, ROOM_S = 0.012, 0.15
"""Seconds of fade at both ends of a quoted stretch, and of silence around it."""
UNKNOWN_QUOTE_S = 6.0
"""Seconds assumed for a quote that plays a whole turn."""


SOUND_RATE = 24_000
"""Hertz of a spoken critique that is written to a file."""
BETWEEN_S = 0.25
"""Seconds of silence after each cue in a file."""


@dataclass(frozen=True, slots=True)
class Say:
    """The coach's voice."""

    text: str


@dataclass(frozen=True, slots=True)
class Play:
    """The user's own recording of these words."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class AskAloud:
    """A question that the user may answer aloud; the answer is kept under `key`."""

    key: str
    text: str


Cue: TypeAlias = Say | Play | AskAloud


@dataclass(frozen=True, slots=True)
class _Part:
    """Cues that come or go together."""

    cues: tuple[Cue, ...]
    need: int
    """What is needed least is dropped first: the highest number."""


def script(
    critique: Critique, _scenario: Scenario | None = None, _brief: Brief | None = None
) -> tuple[Cue, ...]:
    """What is said and played, in order: what carried, the four questions and the scenario's own, then

    "what would you change?", the stronger line, the if-then line and the end. At most `LONGEST_S`.
    """
    parts = [*_points(critique), *_last(critique)]
    while seconds([c for p in parts for c in p.cues]) > LONGEST_S:
        least = max(range(len(parts)), key=lambda i: (parts[i].need, i))
        if parts[least].need == 0:
            break
        parts.pop(least)
    return tuple(cue for part in parts for cue in part.cues)


def seconds(cues: Sequence[Cue]) -> float:
    """How long they take, at the coach's pace."""
    return sum(_seconds(cue) for cue in cues)


def _seconds(cue: Cue) -> float:
    if isinstance(cue, Play):
        quote = cue.quote
        known = quote.start_s is not None and quote.end_s is not None
        return ((quote.end_s or 0.0) - (quote.start_s or 0.0) if known else UNKNOWN_QUOTE_S) + 2 * ROOM_S
    return len(cue.text.split()) / WORDS_PER_S + 0.25


def _points(critique: Critique) -> Iterator[_Part]:
    """Each point as a part. What could not be shown is said in a few words, and dropped first."""
    nothing = nothing_to_show("").says
    empty = {p.question for p in critique.points if p.says == nothing}
    neither = {Question.APOLOGETIC.value, Question.ROOM.value}
    for place, point in enumerate(critique.points):
        own = place >= len(ORDER)
        if point.question in empty and (own or (neither <= empty and point.question == Question.ROOM)):
            continue
        if neither <= empty and point.question == Question.APOLOGETIC:
            yield _Part((Say(_aloud_nothing("neither")),), 4)
            continue
        need = 4 if point.question in empty else 3 if own else 1
        yield _Part(tuple(_point_cues(point, nothing)), need)


def _aloud_nothing(question: str) -> str:
    return str(lexicon("coach")["aloud_nothing"][question])


def _point_cues(point: Point, nothing: str) -> Iterator[Cue]:
    asks = lexicon("coach")["aloud"].get(point.question, point.asks)
    if point.says == nothing and point.question == CARRIED:
        yield Say(lexicon("coach")["aloud"]["carried_nothing"])
        return
    if point.quote is None and point.says == nothing:
        yield Say(f"{asks} {_aloud_nothing(point.question)}")
        return
    if point.quote is None:
        yield Say(f"{asks} {point.says}")
        return
    if point.quote.audio and not _too_long(point.quote):
        yield Say(asks)
        yield Play(point.quote)
        yield Say(point.says)
    else:
        yield Say(f"{asks} {said(point.quote)} {point.says}")


def _too_long(quote: Quote) -> bool:
    """A short quote in a long stretch, as where only the whole turn can be played."""
    words_s = len(quote.text.split()) / WORDS_PER_S
    return _seconds(Play(quote)) > max(UNKNOWN_QUOTE_S, 3 * words_s)


def said(quote: Quote) -> str:
    """The quote as text, with one full stop."""
    return phrase("you_said", quote=quote.text)


def _last(critique: Critique) -> Iterator[_Part]:
    """The question, the line, the fairest reading, the if-then line and the end; no line is said twice."""
    yield _Part((AskAloud("change", critique.change_question),), 0)
    line, told = critique.stronger, plain(" ".join(p.says for p in critique.points))
    if line and plain(line) not in told:
        own = any(p.quote is not None and plain(line) == plain(p.quote.text) for p in critique.points)
        yield _Part((Say(phrase("own_line" if own else "line", line=line)),), 0)
    if critique.fairest:
        yield _Part((Say(critique.fairest),), 5)
    if critique.if_then:
        just_said = bool(line) and plain(line) not in told and plain(line) in plain(critique.if_then)
        then = phrase("line_then", when=critique.if_when) if just_said else critique.if_then
        yield _Part((Say(then),), 0)
    yield _Part((Say(critique.ending),), 0)


def speak(
    cues: Sequence[Cue],
    *,
    speak: Callable[[str], Iterator[Spoken]],
    speaker: Speaker,
    load_audio: Callable[[str], Sound | None],
    show: Callable[[str], None],
    answer: Callable[[AskAloud], None] | None,
    stop: threading.Event,
) -> Sequence[Cue]:
    """Say and play the cues until the end or until `stop`; then there is silence within milliseconds.

    Each text is shown as its sound begins; gives the cues that were not. Raises EngineError where the voice
    fails.
    """
    for place, cue in enumerate(cues):
        if stop.is_set():
            return cues[place:]
        show(in_words(cue))
        if isinstance(cue, Play):
            _play(cue.quote, speaker, load_audio, stop)
            continue
        _say(cue.text, speaker, speak, stop)
        if isinstance(cue, AskAloud) and answer is not None and not stop.is_set():
            answer(cue)
    return ()


def in_words(cue: Cue) -> str:
    """What is read where it is not heard."""
    return said(cue.quote) if isinstance(cue, Play) else cue.text


def _say(
    text: str, speaker: Speaker, speak: Callable[[str], Iterator[Spoken]], stop: threading.Event
) -> None:
    line, over = SpokenLine(speaker, speak), threading.Event()

    def watch() -> None:
        while not over.is_set():
            if stop.wait(POLL_S):
                line.cut()
                return

    watcher = threading.Thread(target=watch, name="coach-stop", daemon=True)
    watcher.start()
    try:
        line.say([text])
    finally:
        over.set()
        watcher.join()


def _play(
    quote: Quote, speaker: Speaker, load_audio: Callable[[str], Sound | None], stop: threading.Event
) -> None:
    sound = load_audio(quote.audio) if quote.audio else None
    if sound is None:
        return
    speaker.begin_line()
    speaker.play(stretch(sound, quote))
    while not speaker.idle:
        if stop.wait(POLL_S):
            speaker.stop()
            return


def stretch(sound: Sound, quote: Quote) -> Sound:
    """The quoted seconds of a recording, faded at both ends, with a little silence around them."""
    start = 0 if quote.start_s is None else round(quote.start_s * sound.rate)
    end = len(sound.samples) if quote.end_s is None else round(quote.end_s * sound.rate)
    samples = sound.samples[max(0, start) : max(0, end)].astype(np.float32)
    fade = min(round(FADE_S * sound.rate), len(samples) // 2)
    if fade:
        ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
        samples[:fade] *= ramp
        samples[-fade:] *= ramp[::-1]
    room = round(ROOM_S * sound.rate)
    return Sound(np.pad(samples, room).astype(np.int16), sound.rate)


def sound_of(
    cues: Sequence[Cue],
    *,
    speak: Callable[[str], Iterator[Spoken]],
    load_audio: Callable[[str], Sound | None],
) -> Sound:
    """All of it as one recording at `SOUND_RATE`, without waiting for anybody."""
    parts: list[Pcm] = []
    for cue in cues:
        if isinstance(cue, Play):
            sound = load_audio(cue.quote.audio) if cue.quote.audio else None
            parts += [_at_rate(stretch(sound, cue.quote))] if sound else []
        else:
            parts += [_at_rate(spoken.sound) for spoken in speak(cue.text)]
        parts.append(np.zeros(round(BETWEEN_S * SOUND_RATE), np.int16))
    return Sound(np.concatenate(parts) if parts else np.zeros(0, np.int16), SOUND_RATE)


def _at_rate(sound: Sound) -> Pcm:
    from voicecoach.audio.recordings import resampled, to_float, to_pcm

    return to_pcm(resampled(to_float(sound.samples), sound.rate, SOUND_RATE))
