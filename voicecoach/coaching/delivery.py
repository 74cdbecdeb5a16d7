"""How the words that matter were said, as acoustic facts. Never what somebody felt.

Looked at only where it matters: the ask, the number or limit, and the answer after a no; and only against the
user's own middle in this talk, since microphones, dialects and people differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

import numpy as np

from voicecoach.coaching.cutting import Cutter, levels, piece, voiced
from voicecoach.coaching.ledger import own_amount
from voicecoach.coaching.material import Material
from voicecoach.coaching.parts import Acoustic, Quote
from voicecoach.coaching.quotes import Span, placed_words, quote_of, sentence_at
from voicecoach.coaching.strongest import theirs
from voicecoach.coaching.words import filled, lexicon
from voicecoach.types import Label, Sound, Turn

LoadAudio = Callable[[str], Sound | None]

MOST_FACTS, MOST_PLACES = 4, 8
LEAST_WORDS = 4
"""Words of a sentence below which its pace and loudness say nothing."""
PACE_CHANGE = 0.25
"""Share of the user's own median pace from which a change is told."""
DROP_DB, QUIET_DB = 8.0, 6.0
"""From where trailing off, and a quieter sentence, are told."""
TAIL_S = 0.7
LONG_PAUSE_S = 2.0
"""Seconds before an answer from which the pause is told; what the machine itself took is not in it."""
RISE_ST = 3.0
"""Semitones. A rise of two already reads as a question in some dialects, so more is asked for."""


def acoustics(m: Material, load_audio: LoadAudio, cutter: Cutter) -> tuple[Acoustic, ...]:
    """Facts about the ask, the number, the limit, and the answer after a no. Empty without recordings."""
    found: list[Acoustic] = []
    usual_pace, usual_db = _usual(m, load_audio)
    for where, turn, at in list(_places(m))[:MOST_PLACES]:
        sound = load_audio(turn.audio) if turn.audio else None
        if sound is None or turn.corrected:
            continue
        quote = cutter.cut(quote_of(turn, at))
        facts = _facts(m, turn, quote, sound, usual_pace, usual_db)
        found += [Acoustic(turn.number, where, fact, quote) for fact in facts]
    found += _pauses(m)
    return tuple(list(dict.fromkeys(found))[:MOST_FACTS])


def _places(m: Material) -> Iterator[tuple[str, Turn, Span]]:
    """The sentences that matter, each once: the ask, the number or limit in it, and what held after a no."""
    seen: set[tuple[int, Span]] = set()
    for finding in m.labelled(Label.DIRECT, Label.HELD):
        turn = m.turn(finding.turn)
        at = sentence_at(turn.text, finding.at)
        if (turn.number, at) in seen:
            continue
        seen.add((turn.number, at))
        amount = own_amount(turn, m.brief)
        number = amount is not None and at[0] <= amount.start < at[1]
        asks = turn.number == m.session.ask_turn
        limit = "limit" if m.kind in ("boundary", "client") else "ask"
        yield ("number" if number else limit if asks else "after a no"), turn, at


def _usual(m: Material, load_audio: LoadAudio) -> tuple[float | None, float | None]:
    """The user's own median pace in letters a second, and loudness in decibels, over all turns."""
    paces, loudness = [], []
    for turn in m.yours():
        pace = _pace(turn, (0, len(turn.text)))
        paces += [pace] if pace else []
        sound = load_audio(turn.audio) if turn.audio else None
        level = _level(sound) if sound else None
        loudness += [level] if level is not None else []
    return (median(paces) if len(paces) > 2 else None), (median(loudness) if len(loudness) > 2 else None)


def _pace(turn: Turn, at: Span) -> float | None:
    """Letters a second of speaking, pauses left out: long words take longer. None for too few words."""
    inside = [w for w, span in placed_words(turn) if span[0] < at[1] and at[0] < span[1]]
    spoken_s = sum(w.end_s - w.start_s for w in inside)
    letters = sum(len(w.text) for w in inside)
    return letters / spoken_s if len(inside) >= LEAST_WORDS and spoken_s > 0 else None


def _level(sound: Sound) -> float | None:
    """Loudness of what is voiced, in decibels of full scale."""
    db = levels(sound)
    loud = db[voiced(db)]
    return float(np.median(loud)) if len(loud) else None


def _facts(
    m: Material, turn: Turn, quote: Quote, sound: Sound, pace: float | None, usual_db: float | None
) -> Iterator[str]:
    if quote.start_s is None or quote.end_s is None:
        return
    said = piece(sound, quote.start_s, quote.end_s)
    if len(quote.text.split()) >= LEAST_WORDS:
        yield from _trailing(turn, quote, said)
        yield from _quieter(said, usual_db)
        yield from _paced(turn, quote, pace)
    fillers = sum(f.label is Label.FILLER for f in m.findings if _inside(f.turn, f.at, quote))
    if fillers >= 2:
        yield _fact("fillers", n=fillers)
    if m.taste.pitch:
        yield from _rise(said)


def _inside(turn: int, at: Span, quote: Quote) -> bool:
    return turn == quote.turn and quote.at[0] <= at[0] < quote.at[1]


def _fact(key: str, **slots: object) -> str:
    return filled(str(lexicon("delivery")["facts"][key]), **slots)


def _trailing(turn: Turn, quote: Quote, said: Sound) -> Iterator[str]:
    """The voice of the last `TAIL_S` against the sentence before it."""
    if said.seconds < 2.5 * TAIL_S:
        return
    before = _level(piece(said, 0.0, said.seconds - TAIL_S))
    tail = _level(piece(said, said.seconds - TAIL_S, said.seconds))
    if before is None or tail is None or before - tail < DROP_DB:
        return
    cut_s = (quote.end_s or 0.0) - TAIL_S
    words = sum(w.end_s > cut_s for w, span in placed_words(turn) if quote.at[0] <= span[0] < quote.at[1])
    yield _fact("trailing", n=max(2, words), db=round(before - tail))


def _quieter(said: Sound, usual_db: float | None) -> Iterator[str]:
    level = _level(said)
    if level is not None and usual_db is not None and usual_db - level >= QUIET_DB:
        yield _fact("quieter", db=round(usual_db - level))


def _paced(turn: Turn, quote: Quote, usual: float | None) -> Iterator[str]:
    pace = _pace(turn, quote.at)
    if pace is None or not usual or abs(pace / usual - 1) < PACE_CHANGE:
        return
    shares = lexicon("delivery")["shares"]
    nearest = min(shares, key=lambda row: abs(np.log(pace / usual / row["times"])))
    yield _fact("pace", share=nearest["words"])


def _pauses(m: Material) -> Iterator[Acoustic]:
    """Long silences before the user answered a no. A fact, no fault: a pause can be strength."""
    for turn in m.yours():
        before = m.before(turn.number)
        if before is None or before.number != turn.number - 1 or not m.after_ask(turn.number):
            continue
        first = turn.words[0].start_s if turn.words else 0.0
        gap = turn.start_s + first - before.end_s
        if before.end_s > 0 and not before.cut_off and gap >= LONG_PAUSE_S:
            quoted = theirs(m, turn.number)
            key = "pause" if quoted else "pause_plain"
            yield Acoustic(turn.number, "after a no", _fact(key, seconds=f"{gap:.1f}", theirs=quoted))


def _rise(said: Sound) -> Iterator[str]:
    """The end of the sentence against its beginning, in semitones, where both are voiced."""
    import parselmouth

    if said.seconds < 0.5:
        return
    track = parselmouth.Sound(said.samples.astype(np.float64) / 32768.0, said.rate).to_pitch(
        pitch_floor=75, pitch_ceiling=500
    )
    hertz = track.selected_array["frequency"]
    spoken = hertz[hertz > 0]
    if len(spoken) < 20:
        return
    tail, rest = float(np.median(spoken[-6:])), float(np.median(spoken[:-6]))
    semitones = 12 * float(np.log2(tail / rest))
    if semitones >= RISE_ST:
        yield _fact("rise", semitones=round(semitones))
