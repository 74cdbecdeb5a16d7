"""pocketsphinx through ctypes: it decodes without holding Python up.

The package's own `Decoder` keeps the interpreter to itself for as long as it computes: a second or more,
in which no microphone is read and no window drawn. The same library called through ctypes lets go of it.
Where the package hides the library's functions (Windows), its own `Decoder` does the same, less politely.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from voicecoach.types import Pcm

_MODEL = {"hmm": "en-us/en-us", "lm": "en-us/en-us.lm.bin", "dict": "en-us/cmudict-en-us.dict"}

_SECOND_SEARCH = "fwdflat"
"""Pocketsphinx's second search over the whole utterance once it is over, which is left out. It took 0.3 to
0.45 s, all of it waited for, and heard no better: of 24 sentences of three synthetic voices it heard 26 % of
the words wrong, and as many without it."""

_HANDLE, _TEXT, _INT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "err_set_loglevel_str": (_TEXT, (_TEXT,)),
    "ps_config_init": (_HANDLE, (_HANDLE,)),
    "ps_config_set_str": (_HANDLE, (_HANDLE, _TEXT, _TEXT)),
    "ps_config_free": (_INT, (_HANDLE,)),
    "ps_init": (_HANDLE, (_HANDLE,)),
    "ps_free": (_INT, (_HANDLE,)),
    "ps_start_utt": (_INT, (_HANDLE,)),
    "ps_process_raw": (_INT, (_HANDLE, _HANDLE, ctypes.c_size_t, _INT, _INT)),
    "ps_end_utt": (_INT, (_HANDLE,)),
    "ps_get_hyp": (_TEXT, (_HANDLE, _HANDLE)),
    "ps_get_cmn": (_TEXT, (_HANDLE, _INT)),
    "ps_set_cmn": (_INT, (_HANDLE, _TEXT)),
    "ps_get_logmath": (_HANDLE, (_HANDLE,)),
    "logmath_exp": (ctypes.c_double, (_HANDLE, _INT)),
    "ps_seg_iter": (_HANDLE, (_HANDLE,)),
    "ps_seg_next": (_HANDLE, (_HANDLE,)),
    "ps_seg_word": (_TEXT, (_HANDLE,)),
    "ps_seg_frames": (None, (_HANDLE, ctypes.POINTER(_INT), ctypes.POINTER(_INT))),
    "ps_seg_prob": (ctypes.c_int32, (_HANDLE, _HANDLE, _HANDLE, _HANDLE)),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One word, or silence, where the decoder found it."""

    word: str
    start_frame: int
    """In hundredths of a second."""
    end_frame: int
    """Inclusive."""
    prob: float


class SphinxDecoder:
    """One decoder with the English model of the package. Raises RuntimeError where something fails."""

    def __init__(self) -> None:
        from pocketsphinx import get_model_path

        self._library = _library()
        config = self._library.ps_config_init(None)
        for key, place in _MODEL.items():
            self._library.ps_config_set_str(config, key.encode(), get_model_path(place).encode())
        self._library.ps_config_set_str(config, _SECOND_SEARCH.encode(), b"no")
        self._handle = self._library.ps_init(config)
        self._library.ps_config_free(config)
        if not self._handle:
            raise RuntimeError("pocketsphinx cannot load its model")

    def start(self) -> None:
        """A new utterance begins."""
        self._checked(self._library.ps_start_utt(self._handle))

    def process(self, samples: Pcm, *, whole: bool = False, search: bool = True) -> None:
        """Hear more of it, or the `whole` at once. Without `search` only the sound's mean is learned."""
        if len(samples):
            heard = _without_zeros(samples)
            data = heard.ctypes.data
            self._checked(self._library.ps_process_raw(self._handle, data, len(heard), not search, whole))

    def end(self) -> None:
        """The utterance is over: the best way through its words is looked for now."""
        self._checked(self._library.ps_end_utt(self._handle))

    def text(self) -> str:
        """The best words so far."""
        said = self._library.ps_get_hyp(self._handle, None)
        return said.decode() if said else ""

    @property
    def mean(self) -> str:
        """The mean of the sound's features, which is taken off: how this voice and microphone sound."""
        return str(self._library.ps_get_cmn(self._handle, 0).decode())

    @mean.setter
    def mean(self, mean: str) -> None:
        self._checked(self._library.ps_set_cmn(self._handle, mean.encode()))

    def segments(self) -> Iterator[Segment]:
        """Words and silences in order, once the utterance is over."""
        library, logmath = self._library, self._library.ps_get_logmath(self._handle)
        start, end = _INT(), _INT()
        at = library.ps_seg_iter(self._handle) if self.text() else None
        while at:
            library.ps_seg_frames(at, ctypes.byref(start), ctypes.byref(end))
            chance = library.logmath_exp(logmath, library.ps_seg_prob(at, None, None, None))
            yield Segment(library.ps_seg_word(at).decode(), start.value, end.value, chance)
            at = library.ps_seg_next(at)

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            self._library.ps_free(self._handle)

    @staticmethod
    def _checked(status: int) -> None:
        if status < 0:
            raise RuntimeError("pocketsphinx failed")


class PackageDecoder:
    """The same through the package's own `Decoder`, which keeps the interpreter while it computes."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder: Any = Decoder(loglevel="FATAL", **{_SECOND_SEARCH: False})

    def start(self) -> None:
        """See `SphinxDecoder.start`."""
        self._decoder.start_utt()

    def process(self, samples: Pcm, *, whole: bool = False, search: bool = True) -> None:
        """See `SphinxDecoder.process`."""
        if len(samples):
            self._decoder.process_raw(_without_zeros(samples).tobytes(), no_search=not search, full_utt=whole)

    def end(self) -> None:
        """See `SphinxDecoder.end`."""
        self._decoder.end_utt()

    def text(self) -> str:
        """See `SphinxDecoder.text`."""
        hypothesis = self._decoder.hyp()
        return hypothesis.hypstr if hypothesis else ""

    @property
    def mean(self) -> str:
        """See `SphinxDecoder.mean`."""
        return str(self._decoder.get_cmn(False))

    @mean.setter
    def mean(self, mean: str) -> None:
        self._decoder.set_cmn(mean)

    def segments(self) -> Iterator[Segment]:
        """See `SphinxDecoder.segments`."""
        if self._decoder.hyp() is not None:
            for found in self._decoder.seg() or ():
                yield Segment(found.word, found.start_frame, found.end_frame, found.prob)


Decoder = SphinxDecoder | PackageDecoder


def _without_zeros(samples: Pcm) -> Pcm:
    """A muted microphone's zeros have no logarithm, and would spoil the mean of all that follows."""
    return np.where(samples == 0, np.int16(1), samples)


def open_decoder() -> Decoder:
    """A decoder, by the better way that works here. Raises ImportError, OSError, RuntimeError."""
    try:
        _library()
    except (AttributeError, OSError):
        return PackageDecoder()
    return SphinxDecoder()


@cache
def _library() -> Any:
    """The library inside the package's extension module. Raises AttributeError where it shows nothing."""
    from pocketsphinx import _pocketsphinx

    library = ctypes.CDLL(_pocketsphinx.__file__)
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    library.err_set_loglevel_str(b"FATAL")
    return library
