"""The starter recogniser: pocketsphinx with the English model that comes in its package."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from voicecoach.errors import EngineError
from voicecoach.hearing.gate import VoiceSoFar, speech_in
from voicecoach.hearing.sphinx_library import Decoder, open_decoder
from voicecoach.types import HEARING_RATE, Heard, Pcm, Sound, Word

_FRAME_S = 0.01

MEAN_FROM_S = 3.0
"""How much of somebody's first utterance is heard before it is decoded: pocketsphinx must know how voice and
room sound on the whole. From then on it keeps in mind what it has learned."""

PIECE = HEARING_RATE // 10
"""Samples that are given to the decoder at once."""

T = TypeVar("T")


class SphinxTranscriber:
    """Hears with pocketsphinx: no download, frame-exact word times, many mistakes on real speech."""

    name = "sphinx"

    def __init__(self) -> None:
        self._decoder: Decoder | None = None
        self._lock = threading.Lock()
        self._stream: SphinxStream | None = None
        """Whose utterance the decoder is in the middle of."""
        self._mean = ""
        """How voice and room sound on the whole, from what was streamed so far."""

    def warm(self) -> None:
        """Load the model: about half a second. Raises EngineError."""
        with self._lock:
            self._load()

    def transcribe(self, sound: Sound, hints: Sequence[str] = ()) -> Heard:
        """See `Transcriber.transcribe`. Of the hints only names are used, for their capitals.

        The language model in the package cannot be given a preference for some words.
        """
        if not speech_in(sound).spoken:
            return Heard("", engine=self.name)
        with self._lock:
            if self._mean:  # what was streamed leaves its traces; another utterance begins afresh
                self._decoder = self._stream = None
                self._mean = ""
        return self._heard(self._asked(lambda decoder: _whole(decoder, sound)), hints)

    def begin(self, hints: Sequence[str] = ()) -> SphinxStream:
        """See `StreamingTranscriber.begin`."""
        return SphinxStream(self, hints)

    @property
    def knows_the_voice(self) -> bool:
        """Has enough been streamed to know how voice and room sound on the whole?"""
        return bool(self._mean)

    def more(self, stream: SphinxStream, samples: Pcm, *, first: bool) -> None:
        """For `SphinxStream`: decode more of its utterance."""

        def decode(decoder: Decoder) -> None:
            if first:
                self._mean = self._mean or _mean_of(decoder, samples)
                decoder.mean = self._mean
                decoder.start()
            elif self._stream is not stream:
                raise EngineError("The recogniser went on to something else.")
            self._stream = stream
            # In small pieces, as it is used everywhere: with ten seconds at once pocketsphinx can crash.
            for at in range(0, len(samples), PIECE):
                decoder.process(samples[at : at + PIECE])

        self._asked(decode, keep=not first)

    def text_of(self, stream: SphinxStream) -> str:
        """For `SphinxStream`: the words so far."""
        with self._lock:
            if self._decoder is None or self._stream is not stream:
                return ""
            return " ".join(filter(None, map(_spoken_word, self._decoder.text().split())))

    def end(self, stream: SphinxStream, hints: Sequence[str]) -> Heard:
        """For `SphinxStream`: the words of its whole utterance."""

        def decode(decoder: Decoder) -> list[Word]:
            if self._stream is not stream:
                raise EngineError("The recogniser went on to something else.")
            self._stream = None
            decoder.end()
            self._mean = decoder.mean
            return list(_words(decoder))

        return self._heard(self._asked(decode, keep=True), hints)

    def _heard(self, words: Sequence[Word], hints: Sequence[str]) -> Heard:
        names = _names(hints)
        named = tuple(replace(word, text=names.get(word.text, word.text)) for word in words)
        return Heard(" ".join(word.text for word in named), named, self.name)

    def _asked(self, decode: Callable[[Decoder], T], *, keep: bool = False) -> T:
        """Let the decoder do something; unless `keep`, an utterance it is in the middle of is dropped."""
        with self._lock:
            decoder = self._load()
            try:
                if self._stream and not keep:
                    self._stream = None
                    decoder.end()
                return decode(decoder)
            except RuntimeError as error:
                self._decoder = self._stream = None
                raise EngineError(
                    "pocketsphinx failed on this sound.", "Say it again, or type it."
                ) from error

    def _load(self) -> Decoder:
        if self._decoder is None:
            try:
                self._decoder = open_decoder()
            except (ImportError, RuntimeError, OSError) as error:
                raise EngineError(
                    "pocketsphinx did not start.", "Install voicecoach again: python3 scripts/start.py"
                ) from error
        return self._decoder


class SphinxStream:
    """One utterance, decoded while it is said. See `HearingStream`."""

    def __init__(self, transcriber: SphinxTranscriber, hints: Sequence[str]) -> None:
        self._transcriber, self._hints = transcriber, hints
        self._kept: list[Pcm] = []
        self._voice = VoiceSoFar()
        self._begun = False

    def feed(self, samples: Pcm) -> None:
        """See `HearingStream.feed`."""
        self._kept.append(samples)
        self._voice.feed(samples)
        if self._begun:
            self._transcriber.more(self, samples, first=False)
        elif self._transcriber.knows_the_voice or self._enough_of_a_voice:
            self._begin()

    def so_far(self) -> str:
        """See `HearingStream.so_far`."""
        return self._transcriber.text_of(self)

    def finish(self) -> Heard:
        """See `HearingStream.finish`."""
        whole = Sound(self._whole, HEARING_RATE)
        if not (self._voice.spoken or speech_in(whole).spoken):
            return Heard("", engine=self._transcriber.name)
        if not self._begun:
            return self._transcriber.transcribe(whole, self._hints)
        return self._transcriber.end(self, self._hints)

    @property
    def _whole(self) -> Pcm:
        return np.concatenate(self._kept) if self._kept else np.zeros(0, np.int16)

    @property
    def _length(self) -> int:
        return sum(map(len, self._kept))

    @property
    def _enough_of_a_voice(self) -> bool:
        return self._voice.spoken and self._length >= MEAN_FROM_S * HEARING_RATE

    def _begin(self) -> None:
        self._begun = True
        self._transcriber.more(self, self._whole, first=True)


def _mean_of(decoder: Decoder, samples: Pcm) -> str:
    decoder.start()
    decoder.process(samples, whole=True, search=False)
    mean = decoder.mean
    decoder.end()
    return mean


def _whole(decoder: Decoder, sound: Sound) -> list[Word]:
    decoder.start()
    decoder.process(sound.samples, whole=True)
    decoder.end()
    return list(_words(decoder))


def _words(decoder: Decoder) -> Iterator[Word]:
    """The words of an utterance that is over, with their times."""
    for segment in decoder.segments():
        word = _spoken_word(segment.word)
        if word:
            # The posterior itself. On 191 words of synthetic speech, a part of it in noise: of those
            # under 0.2, 47 % were right; 0.2 to 0.4, 73 %; 0.4 to 0.8, 82 %; above, 96 %.
            yield Word(
                word,
                segment.start_frame * _FRAME_S,
                (segment.end_frame + 1) * _FRAME_S,
                min(1.0, segment.prob),
            )


def _names(hints: Sequence[str]) -> Mapping[str, str]:
    """Names in the hints, by how the recogniser writes them: "dana" is "Dana".

    A capital makes a name, but not at the start of a sentence; "Dana, my manager" does start with one.
    """
    names = {}
    for hint in hints:
        first, *others = hint.split() or [""]
        candidates = others if others and not first.endswith(",") else [first, *others]
        for word in (candidate.strip('.,;:!?"()') for candidate in candidates):
            if word[:1].isupper() and word[1:].islower():
                names[word.lower()] = word
    return names


def _spoken_word(token: str) -> str:
    """The word of a token: "to(2)" is "to"; "<sil>", "</s>" and "[NOISE]" are none."""
    if token.startswith(("<", "[", "+")):
        return ""
    word = token.partition("(")[0]
    return "I" + word[1:] if word == "i" or word.startswith("i'") else word
