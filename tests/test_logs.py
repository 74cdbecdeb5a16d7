"""The log holds faults, and nothing that was said."""

from __future__ import annotations

import logging
import stat
import sys
from collections.abc import Iterator

import pytest

from voicecoach import logs
from voicecoach.errors import EngineError
from voicecoach.paths import log_file


@pytest.fixture(autouse=True)
def closed_log() -> Iterator[None]:
    """Each test opens its own."""
    logs.stop()
    yield
    logs.stop()


def test_an_exceptions_message_never_reaches_the_log() -> None:
    """Types and places are there, the words that the exception quoted are not."""
    said = "I want to ask you for a raise"
    logs.start()
    try:
        try:
            raise ValueError(said)
        except ValueError as inner:
            raise EngineError(f"could not speak: {said}") from inner
    except EngineError:
        logging.getLogger("voicecoach.loop").exception("the voice failed")
    text = log_file().read_text()
    assert "the voice failed" in text
    assert "EngineError" in text
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert said not in text


def test_verbose_writes_more(caplog: pytest.LogCaptureFixture) -> None:
    """Warnings alone without it, what happens with it."""
    logs.start()
    logging.getLogger("voicecoach").info("quiet")
    logs.stop()
    logs.start(verbose=1)
    logging.getLogger("voicecoach").info("loud")
    text = log_file().read_text()
    assert "loud" in text
    assert "quiet" not in text


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX here")
def test_the_log_is_its_owners_only() -> None:
    """0600 for the file."""
    logs.start()
    assert stat.S_IMODE(log_file().stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    """A file stands where its folder should be."""
    log_file().parent.parent.mkdir(parents=True, exist_ok=True)
    log_file().parent.write_text("in the way")
    assert logs.start() is None
    logging.getLogger("voicecoach").warning("goes nowhere")
