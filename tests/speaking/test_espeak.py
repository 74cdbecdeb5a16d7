"""The real espeak-ng: sound with exact word times, at one level, from any thread."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from voicecoach.audio.recordings import resampled, to_float, to_pcm
from voicecoach.errors import EngineError
from voicecoach.hearing.gate import level_dbfs, speech_in
from voicecoach.speaking import espeak, espeak_library
from voicecoach.speaking.espeak import EspeakVoice
from voicecoach.speaking.piper import PiperVoice
from voicecoach.speaking.voices import voices
from voicecoach.stages import Spoken
from voicecoach.types import HEARING_RATE, Sound

LINE = "I understand, but for the moment ninety thousand is all I have. Is that a problem?"


def whole(pieces: list[Spoken]) -> np.ndarray:
    return np.concatenate([piece.sound.samples for piece in pieces])


@pytest.mark.parametrize("voice", [voice.espeak for voice in voices()], ids=lambda each: each.voice)
def test_every_voice_speaks_at_one_level_without_clipping(voice) -> None:
    samples = whole(list(EspeakVoice(voice.voice, voice.rate_wpm, voice.pitch).speak(LINE)))
    assert level_dbfs(samples) == pytest.approx(-20, abs=2.5)
    assert np.abs(samples.astype(int)).max() < 32767
    heard = Sound(to_pcm(resampled(to_float(samples), 22_050, HEARING_RATE)), HEARING_RATE)
    assert speech_in(heard).spoken


def test_every_word_is_said_once_in_order_with_its_times() -> None:
    pieces = list(EspeakVoice().speak(LINE))
    assert " ".join(word.text for piece in pieces for word in piece.words) == LINE
    for piece in pieces:
        for word in piece.words:
            assert 0 <= word.start_s < word.end_s <= piece.sound.seconds + 0.001
        for word, following in zip(piece.words, piece.words[1:], strict=False):
            assert word.end_s <= following.start_s + 0.001


def test_a_word_lies_where_its_sound_is() -> None:
    """Before the comma's pause the word has ended; the pause is quiet."""
    (piece,) = [each for each in EspeakVoice().speak("Wait, please.") if each.words[0].text == "Wait,"]
    word = piece.words[0]
    rate = piece.sound.rate
    said = piece.sound.samples[round(word.start_s * rate) : round(word.end_s * rate)]
    assert level_dbfs(said) > -30


def test_sound_comes_in_short_stretches() -> None:
    pieces = list(EspeakVoice().speak(LINE))
    assert len(pieces) > 5
    assert max(piece.sound.seconds for piece in pieces) < 1.5


def test_a_closed_line_leaves_the_rest_unmade(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = espeak_library.synthesise

    def counted(style: espeak_library.Style, text: str) -> espeak_library.Synthesis:
        made.append(text)
        return real(style, text)

    monkeypatch.setattr(espeak, "synthesise", counted)
    line = EspeakVoice("en-us+f2").speak("One thing first. Then another one. And a third.")
    next(line)
    line.close()
    assert "Then another one." not in made


def test_faster_and_higher_are_heard() -> None:
    slow, fast = (whole(list(EspeakVoice(rate_wpm=rate).speak(LINE))) for rate in (120, 240))
    assert len(slow) > 1.4 * len(fast)


@pytest.mark.parametrize("text", ["", "   ", "...", "—", "🙂", "(sighs)"])
def test_nothing_to_say_is_no_sound(text: str) -> None:
    assert list(EspeakVoice().speak(text)) == []


@pytest.mark.parametrize("text", ["naïve café, Zoë", "日本語 yes", "a\0b", "<b>bold</b> & co", "x" * 5000])
def test_odd_text_does_not_harm(text: str) -> None:
    assert sum(piece.sound.seconds for piece in EspeakVoice().speak(text)) > 0


def test_an_unknown_voice_is_an_error_with_a_next_step() -> None:
    with pytest.raises(EngineError, match="nobody-at-all") as caught:
        EspeakVoice("nobody-at-all").warm()
    assert caught.value.next_step


def test_two_voices_at_once_and_piper_beside_them_do_not_mix() -> None:
    """espeak-ng is one machine a process, and Piper brings another: each line stays as long as it is alone.

    espeak-ng lets its pitch flutter, so its samples differ from time to time; Piper's do not.
    """
    tones = PiperVoice(Path(__file__).parent.parent / "data" / "piper-test-voice" / "tones.onnx")
    makers = [EspeakVoice("en-us+f2", 150), EspeakVoice("en-gb-x-rp+f3", 190, 30), tones]
    alone = [whole(list(maker.speak(LINE))) for maker in makers]
    start = threading.Barrier(6)

    def say(number: int) -> np.ndarray:
        start.wait()
        return whole(list(makers[number % 3].speak(LINE)))

    with ThreadPoolExecutor(6) as pool:
        for number, samples in enumerate(pool.map(say, range(6))):
            assert len(samples) == pytest.approx(len(alone[number % 3]), rel=0.005)
            assert number % 3 < 2 or np.array_equal(samples, alone[2])
