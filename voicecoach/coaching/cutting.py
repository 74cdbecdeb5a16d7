"""Which seconds of a recording to play for a quote: its words, and no more than a pause around them.

pocketsphinx gives frame-exact word times. Whisper's are rough, and corrected words have none, so these are
laid on the sound again; where that fails the whole turn is played. Then both ends move to where the voice is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from voicecoach.coaching.aligning import aligned, phones
from voicecoach.coaching.parts import Quote
from voicecoach.coaching.quotes import Span, said_words
from voicecoach.types import Sound, Turn

EXACT = frozenset({"sphinx"})
"""Engines whose word times need no second look."""
FRAME_S = 0.01
UNCOVERED_S = 0.12
"""Seconds of voice between two words from which something was said there that was not written down."""
LONGEST_PHONE_S = 0.15
"""Seconds a sound of a word takes at most, in the mean over the word."""
Times = tuple[float, float]
"""Start and end in seconds of the turn's audio."""
REACH_S = 0.12
"""Seconds that an end may move outwards to a pause."""
TRIM_S = 0.6
"""Seconds of silence at most that an end moves inwards."""
MARGIN_S = 0.03
"""Seconds left around the voice."""
BELOW_PEAK_DB, ABOVE_FLOOR_DB = 36.0, 8.0


class Cutter:
    """Cuts quotes of one rehearsal. Keeps the last recording in memory."""

    def __init__(self, turns: Sequence[Turn], load_audio: Callable[[str], Sound | None]) -> None:
        self._turns = {t.number: t for t in turns}
        self._load_audio = load_audio
        self._known: tuple[str, Sound | None] = ("", None)
        self._cut: dict[tuple[int, Span], Quote] = {}
        self._alignments: dict[int, tuple[Times, ...] | None] = {}

    def cut(self, quote: Quote) -> Quote:
        """The quote with the seconds that hold its words; the whole turn where it has no word times.

        Without the recording there is nothing to play.
        """
        key = (quote.turn, quote.at)
        if key not in self._cut:
            self._cut[key] = self._made(quote)
        return self._cut[key]

    def _made(self, quote: Quote) -> Quote:
        if quote.audio is None:
            return quote
        sound = self._sound(quote.audio)
        if sound is None or not len(sound.samples):
            return replace(quote, audio=None, start_s=None, end_s=None)
        turn = self._turns[quote.turn]
        if quote.start_s is not None and quote.end_s is not None and turn.engine in EXACT:
            times: Times | None = (quote.start_s, quote.end_s)
        elif quote.start_s is not None or turn.corrected:
            times = self._found(turn, quote.at, sound)
        else:
            return quote
        start, end = snapped(sound, *times) if times else whole(sound)
        return replace(quote, start_s=start, end_s=end)

    def _sound(self, name: str) -> Sound | None:
        if self._known[0] != name:
            self._known = (name, self._load_audio(name))
        return self._known[1]

    def _found(self, turn: Turn, at: Span, sound: Sound) -> Times | None:
        """Where the words are, by alignment. None where words were laid badly: play the whole turn."""
        said = said_words(turn)
        laid = self._laid(turn, sound)
        inside = [i for i, (_, span) in enumerate(said) if span[0] < at[1] and at[0] < span[1]]
        if laid is None or not inside:
            return None
        doubtful = doubts([word for word, _ in said], laid, sound)
        first, last = inside[0], inside[-1]
        if doubtful & set(range(first - 1, last + 2)):
            return None
        return laid[first][0], laid[last][1]

    def _laid(self, turn: Turn, sound: Sound) -> tuple[Times, ...] | None:
        """All words of a turn laid on its recording, once a turn: rough times give no window to look in."""
        if turn.number not in self._alignments:
            self._alignments[turn.number] = aligned([word for word, _ in said_words(turn)], sound)
        return self._alignments[turn.number]


def doubts(words: Sequence[str], laid: Sequence[Times], sound: Sound) -> frozenset[int]:
    """Words that were laid badly: drawn out, or beside speech that no word covers.

    Whisper leaves words out, and an alignment stretches their neighbours over the hole.
    """
    loud = voiced(levels(sound))
    found = set()
    for i, (start_s, end_s) in enumerate(laid):
        spoken_s = float(np.sum(loud[round(start_s / FRAME_S) : round(end_s / FRAME_S)])) * FRAME_S
        if spoken_s > LONGEST_PHONE_S * phones(words[i]) + 0.15:
            found.add(i)
        before_s = laid[i - 1][1] if i else 0.0
        if _uncovered(loud, before_s, start_s):
            found |= {i, max(0, i - 1)}
    if _uncovered(loud, laid[-1][1], sound.seconds):
        found.add(len(laid) - 1)
    return frozenset(found)


def _uncovered(loud: NDArray[np.bool_], from_s: float, to_s: float) -> bool:
    return float(np.sum(loud[round(from_s / FRAME_S) : round(to_s / FRAME_S)])) * FRAME_S > UNCOVERED_S


def piece(sound: Sound, from_s: float, to_s: float) -> Sound:
    """These seconds of a sound."""
    return Sound(sound.samples[round(from_s * sound.rate) : round(to_s * sound.rate)], sound.rate)


def levels(sound: Sound) -> NDArray[np.float32]:
    """Loudness of each frame of `FRAME_S` in decibels, shape (frames,); digital silence is -100."""
    size = max(1, round(FRAME_S * sound.rate))
    count = len(sound.samples) // size
    frames = sound.samples[: count * size].astype(np.float32).reshape(count, size) / 32768.0
    power = np.mean(frames**2, axis=1)
    db: NDArray[np.float32] = 10.0 * np.log10(np.maximum(power, 1e-10))
    return db


def voiced(db: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which frames are speech: well above the quiet, and not far below the loudest."""
    if not len(db):
        return np.zeros(0, np.bool_)
    floor, peak = float(np.percentile(db, 10)), float(np.percentile(db, 98))
    least = min(max(floor + ABOVE_FLOOR_DB, peak - BELOW_PEAK_DB), peak - 6.0)
    loud: NDArray[np.bool_] = db > least
    return loud


def snapped(sound: Sound, start_s: float, end_s: float) -> tuple[float, float]:
    """Both ends moved to where the voice is: out of silence, or out to a pause that is near."""
    loud = voiced(levels(sound))
    last = len(loud) - 1
    if last < 0:
        return start_s, end_s
    start = _start(loud, min(last, max(0, round(start_s / FRAME_S))))
    end = _end(loud, min(last, max(0, round(end_s / FRAME_S) - 1)))
    if end <= start:
        return max(0.0, start_s), min(sound.seconds, end_s)
    return max(0.0, start * FRAME_S - MARGIN_S), min(sound.seconds, (end + 1) * FRAME_S + MARGIN_S)


def whole(sound: Sound) -> Times:
    """From the first voice to the last."""
    loud = np.flatnonzero(voiced(levels(sound)))
    if not len(loud):
        return 0.0, sound.seconds
    first, last = float(loud[0]) * FRAME_S, float(loud[-1] + 1) * FRAME_S
    return max(0.0, first - MARGIN_S), min(sound.seconds, last + MARGIN_S)


def _start(loud: NDArray[np.bool_], at: int) -> int:
    """From silence on to the voice; from the voice back to its beginning, if that is near."""
    if not loud[at]:
        ahead = np.flatnonzero(loud[at : at + round(TRIM_S / FRAME_S)])
        return at + int(ahead[0]) if len(ahead) else at
    reach = loud[max(0, at - round(REACH_S / FRAME_S)) : at]
    quiet = np.flatnonzero(~reach)
    return at - len(reach) + int(quiet[-1]) + 1 if len(quiet) else at


def _end(loud: NDArray[np.bool_], at: int) -> int:
    """From silence back to the voice; from the voice on to its end, if that is near."""
    if not loud[at]:
        behind = np.flatnonzero(loud[max(0, at - round(TRIM_S / FRAME_S)) : at])
        return max(0, at - round(TRIM_S / FRAME_S)) + int(behind[-1]) if len(behind) else at
    reach = loud[at + 1 : at + 1 + round(REACH_S / FRAME_S)]
    quiet = np.flatnonzero(~reach)
    return at + int(quiet[0]) if len(quiet) else at
