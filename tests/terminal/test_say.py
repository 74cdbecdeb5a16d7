"""What reaches the terminal."""

from __future__ import annotations

import io

import pytest

from voicecoach.terminal.say import plain, worded


def test_control_sequences_of_a_model_never_reach_the_terminal() -> None:
    evil = (
        "\x1b[2J\x1b[31mred\x1b[0m \x1b]0;title\x07\x1b]52;c;ZXZpbA==\x1b\\ bell\x07 "
        "\x9b31m back\x08 \u202eright"
    )
    assert plain(evil) == "red  bell  back right"


def test_words_in_any_language_and_line_breaks_stay() -> None:
    assert plain("Café, naïve\n\t你好 – “yes”…") == "Café, naïve\n\t你好 – “yes”…"


class Screen(io.StringIO):
    """A terminal that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_no_word_is_cut_in_two_at_the_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines break between words and keep their indentation; an address or a path stays whole."""
    monkeypatch.setenv("COLUMNS", "30")
    text = "Dana: I hear what you are asking, and I have to look at the budget.\n  Then we talk."
    lines = worded(text, Screen()).split("\n")
    assert max(map(len, lines)) <= 30
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
    assert lines[-1] == "  Then we talk."
    path = "/home/somebody/with-a-long-name/rehearsals/2026-11-26-0058-raise/report.html"
    assert path in worded(f"Report: {path}", Screen()).split("\n")


def test_what_goes_into_a_pipe_is_not_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert worded("word " * 20, io.StringIO()) == "word " * 20
