"""From a pointer into the transcript to the user's words and the seconds of their recording.

A quote is never text that somebody wrote: it is a place in a turn. The seconds come from the recogniser's
word times; where those are rough they are found again by aligning the words with the sound, or the whole
sentence is played.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

from voicecoach.coaching.clauses import clauses
from voicecoach.coaching.parts import Quote
from voicecoach.types import Sound, Turn, Word

LoadAudio = Callable[[str], Sound | None]
Span = tuple[int, int]

HEAVY_LETTERS = 4
"""From here on a word carries enough sound to be sure of."""

_TOKEN = re.compile(r"[\w$£€₹%]+(?:['’.,:\-]\w+)*[%]?")
_SENTENCE = re.compile(r"[^.?!…]*(?:\.(?=\w)[^.?!…]*)*[.?!…]*[\"”’')]*\s*")


def quote_of(turn: Turn, at: Span) -> Quote:
    """The words at `at`, to the letter, with the recogniser's own times where it gave any.

    A corrected turn keeps its recording but has no word times: its words are laid on the sound later.
    """
    start, end = _trimmed(turn.text, at)
    text = turn.text[start:end]
    if turn.audio is None:
        return Quote(turn.number, (start, end), text)
    times = None if turn.corrected else times_of(turn, (start, end))
    return Quote(turn.number, (start, end), text, turn.audio, *(times or (None, None)))


def sentence_quote(turn: Turn, at: Span) -> Quote:
    """The sentence, or for bare text the clauses, around a place."""
    return quote_of(turn, sentence_at(turn.text, at))


def times_of(turn: Turn, at: Span) -> tuple[float, float] | None:
    """Seconds from the start of the turn's audio; None where no word there has a time."""
    inside = words_in(turn, at)
    return (inside[0].start_s, inside[-1].end_s) if inside else None


def words_in(turn: Turn, at: Span) -> tuple[Word, ...]:
    """The recogniser's words that stand at this place of the text."""
    return tuple(word for word, span in placed_words(turn) if span[0] < at[1] and at[0] < span[1])


def said_words(turn: Turn) -> list[tuple[str, Span]]:
    """Each word of a turn as it was said, with the characters of the text that it covers.

    Of a corrected turn those are the corrected ones; else those that the recogniser heard.
    """
    if turn.corrected:
        return [(m.group(), m.span()) for m in _TOKEN.finditer(turn.text)]
    return [(word.text, span) for word, span in placed_words(turn)]


def placed_words(turn: Turn) -> list[tuple[Word, Span]]:
    """Each recognised word with the characters of the text that it covers, in order.

    Words that stand nowhere in the text are left out.
    """
    tokens = [(m.group().lower(), m.span()) for m in _TOKEN.finditer(turn.text)]
    heard = [(_plain(w.text), w) for w in turn.words]
    heard = [(text, w) for text, w in heard if text]
    matcher = SequenceMatcher(None, [t for t, _ in heard], [t for t, _ in tokens], autojunk=False)
    return [
        (heard[block.a + k][1], tokens[block.b + k][1])
        for block in matcher.get_matching_blocks()
        for k in range(block.size)
    ]


def _plain(text: str) -> str:
    found = _TOKEN.search(text)
    return found.group().lower() if found else ""


def sentences(text: str) -> tuple[Span, ...]:
    """Where each sentence of a turn stands. Bare text, without full stops, is cut at its clauses."""
    marked = [m.span() for m in _SENTENCE.finditer(text) if m.group().strip()]
    spans = [_trimmed(text, span) for span in _rejoined(text, marked)]
    if len(spans) == 1 and not re.search(r"[.?!]\s*$", text):
        cut = [(clause.start, clause.end) for clause in clauses(text)]
        return tuple(_filled(text, cut)) if len(cut) > 1 else tuple(spans)
    return tuple(spans)


def _rejoined(text: str, spans: list[Span]) -> list[Span]:
    """ "Mr. Doyle" is no end of a sentence."""
    joined: list[Span] = []
    for span in spans:
        if joined and re.search(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof)\.\s*$", text[slice(*joined[-1])]):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _filled(text: str, cut: list[Span]) -> list[Span]:
    """Clauses with the conjunctions before them, so that nothing of the turn is left out."""
    starts = [0, *(start for start, _ in cut[1:])]
    ends = [end for _, end in cut[:-1]] + [len(text)]
    return [_trimmed(text, (start, end)) for start, end in zip(starts, ends, strict=True)]


def sentence_at(text: str, at: Span) -> Span:
    """From the start of the first sentence touched to the end of the last."""
    touched = [span for span in sentences(text) if span[0] < at[1] and at[0] < span[1]]
    return (touched[0][0], touched[-1][1]) if touched else at


def opening(text: str, at: Span, most: int) -> Span:
    """A long stretch up to the end of a clause, after at most so many words; a short one as it is."""
    if len(text[slice(*at)].split()) <= most:
        return at
    ends = [at[0] + clause.end for clause in clauses(text[slice(*at)])]
    fitting = [end for end in ends if len(text[at[0] : end].split()) <= most]
    return (at[0], fitting[-1]) if fitting else at


def repeats(quote: Quote, earlier: Iterable[Quote]) -> bool:
    """Does it show words that were shown already: the same place, or the same sentence said twice?"""
    return any(
        (q.turn == quote.turn and q.at[0] < quote.at[1] and quote.at[0] < q.at[1])
        or plain(q.text) == plain(quote.text)
        for q in earlier
    )


def plain(text: str) -> str:
    """Only its letters and figures, to see whether two texts say the same words."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _trimmed(text: str, at: Span) -> Span:
    start, end = max(0, at[0]), min(len(text), at[1])
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def surest(turn: Turn, at: Span) -> float:
    """The recogniser's sureness of its least sure word there, 0 to 1; 1 where nothing tells.

    Little words are swallowed in any speech, so they count only where there are no others.
    """
    inside = words_in(turn, at)
    heavy = [word for word in inside if len(word.text) >= HEAVY_LETTERS] or inside
    return min((word.sure for word in heavy), default=1.0)
