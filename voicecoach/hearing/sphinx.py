"""The starter recogniser: pocketsphinx with the English model that comes in its package."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from voicecoach.errors import EngineError
from voicecoach.hearing.gate import speech_in
from voicecoach.types import Heard, Sound, Word

_FRAME_S = 0.01


class SphinxTranscriber:
    """Hears with pocketsphinx: no download, frame-exact word times, many mistakes on real speech."""

    name = "sphinx"

    def __init__(self) -> None:
        self._decoder: Any = None
        self._lock = threading.Lock()

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
        names = _names(hints)
        with self._lock:
            words = tuple(replace(word, text=names.get(word.text, word.text)) for word in self._decode(sound))
        return Heard(" ".join(word.text for word in words), words, self.name)

    def _load(self) -> Any:
        if self._decoder is None:
            try:
                from pocketsphinx import Decoder

                self._decoder = Decoder(loglevel="FATAL")
            except (ImportError, RuntimeError, OSError) as error:
                raise EngineError(
                    "pocketsphinx did not start.", "Install voicecoach again: python3 scripts/start.py"
                ) from error
        return self._decoder

    def _decode(self, sound: Sound) -> Iterator[Word]:
        decoder = self._load()
        try:
            decoder.start_utt()
            decoder.process_raw(sound.samples.tobytes(), full_utt=True)
            decoder.end_utt()
            segments = list(decoder.seg() or ()) if decoder.hyp() is not None else []
        except RuntimeError as error:
            self._decoder = None
            raise EngineError("pocketsphinx failed on this sound.", "Say it again, or type it.") from error
        for segment in segments:
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
