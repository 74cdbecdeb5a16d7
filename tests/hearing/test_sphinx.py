"""The real pocketsphinx: what the demo promises, and word times good enough to cut quotes by."""

from __future__ import annotations

import statistics
import tomllib
from pathlib import Path

import jiwer
import numpy as np
import pytest

from voicecoach.audio.recordings import load_recording
from voicecoach.hearing.gate import level_dbfs
from voicecoach.hearing.sphinx import SphinxTranscriber
from voicecoach.paths import package_data
from voicecoach.types import HEARING_RATE, Heard, Sound

from .speech import plain, recording, said


@pytest.fixture(scope="module")
def sphinx() -> SphinxTranscriber:
    transcriber = SphinxTranscriber()
    transcriber.warm()
    return transcriber


def demo_folder() -> Path:
    return package_data("data") / "demo"


def test_the_demo_is_heard_as_well_as_promised(sphinx: SphinxTranscriber) -> None:
    """Every turn under 25 % word errors, the median under 10 %."""
    with (demo_folder() / "demo.toml").open("rb") as file:
        turns = tomllib.load(file)["turns"]
    assert 6 <= len(turns) <= 9
    errors = []
    for turn in turns:
        heard = sphinx.transcribe(load_recording(demo_folder() / turn["file"]))
        errors.append(jiwer.wer(plain(turn["text"]), plain(heard.text)))
    assert max(errors) < 0.25
    assert statistics.median(errors) < 0.10


@pytest.mark.parametrize("name", ["raise", "writing", "direct", "thanks", "yes", "no"])
def test_it_hears_short_and_long(sphinx: SphinxTranscriber, name: str) -> None:
    heard = sphinx.transcribe(recording(name))
    assert jiwer.wer(plain(said()[name]), plain(heard.text)) < 0.25
    assert heard.engine == "sphinx"


def test_words_are_words_and_make_up_the_text(sphinx: SphinxTranscriber) -> None:
    heard = sphinx.transcribe(recording("writing"))
    assert " ".join(word.text for word in heard.words) == heard.text
    assert all(word.text.replace("'", "").isalpha() for word in heard.words)
    assert "I" in heard.text.split()
    assert all(0 <= word.sure <= 1 for word in heard.words)


def test_word_times_follow_the_sound(sphinx: SphinxTranscriber) -> None:
    """Each word lies where there is sound, and moves with it."""
    sound = recording("direct")
    first = sphinx.transcribe(sound).words
    later = np.concatenate([np.random.default_rng(5).normal(0, 16, 8000).astype(np.int16), sound.samples])
    moved = sphinx.transcribe(Sound(later, HEARING_RATE)).words
    assert [word.text for word in moved] == [word.text for word in first]
    for before, after in zip(first, moved, strict=True):
        assert after.start_s - before.start_s == pytest.approx(0.5, abs=0.06)
    for word in first:
        cut = sound.samples[round(word.start_s * HEARING_RATE) : round(word.end_s * HEARING_RATE)]
        assert level_dbfs(cut) > -40


def test_what_was_heard_before_changes_nothing(sphinx: SphinxTranscriber) -> None:
    alone = sphinx.transcribe(recording("raise"))
    sphinx.transcribe(recording("direct"))
    assert sphinx.transcribe(recording("raise")) == alone


def test_silence_and_noise_are_not_transcribed(sphinx: SphinxTranscriber) -> None:
    noise = np.random.default_rng(3).normal(0, 3000, 3 * HEARING_RATE).astype(np.int16)
    assert sphinx.transcribe(Sound(noise, HEARING_RATE)) == Heard("", engine="sphinx")
    assert sphinx.transcribe(Sound(np.zeros(HEARING_RATE, np.int16), HEARING_RATE)).text == ""


def test_names_in_the_hints_are_written_as_there(sphinx: SphinxTranscriber) -> None:
    sound = load_recording(demo_folder() / "1.flac")
    hints = ("Dana, my manager", "Thanks for the Tulsa account")
    heard = sphinx.transcribe(sound, hints)
    assert "Dana" in heard.text.split()
    assert "thanks" in heard.text.split()
    assert "dana" in sphinx.transcribe(sound).text.split()
