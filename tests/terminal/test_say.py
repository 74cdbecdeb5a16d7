"""What reaches the terminal."""

from __future__ import annotations

from voicecoach.terminal.say import plain


def test_control_sequences_of_a_model_never_reach_the_terminal() -> None:
    evil = (
        "\x1b[2J\x1b[31mred\x1b[0m \x1b]0;title\x07\x1b]52;c;ZXZpbA==\x1b\\ bell\x07 "
        "\x9b31m back\x08 \u202eright"
    )
    assert plain(evil) == "red  bell  back right"


def test_words_in_any_language_and_line_breaks_stay() -> None:
    assert plain("Café, naïve\n\t你好 – “yes”…") == "Café, naïve\n\t你好 – “yes”…"
