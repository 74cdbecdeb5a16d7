"""What a model is shown of a long talk."""

from __future__ import annotations

from voicecoach.partner.trimming import tokens, trimmed
from voicecoach.types import Turn, Who


def talk(turns: int, words: int = 40) -> list[Turn]:
    return [
        Turn(n, Who.PARTNER if n % 2 == 0 else Who.YOU, f"turn {n} " + "word " * words) for n in range(turns)
    ]


def test_a_talk_that_fits_is_shown_whole() -> None:
    assert list(trimmed(talk(30))) == talk(30)


def test_what_is_shown_of_a_long_talk_fits_and_ends_with_the_latest_turn() -> None:
    shown = trimmed(talk(400), most=2000, kept=1000)
    assert sum(tokens(turn) for turn in shown) <= 2000
    assert shown[-1].number == 399
    assert shown[0].who is Who.YOU


def test_the_beginning_moves_seldom_so_that_the_server_need_not_read_again() -> None:
    whole = talk(300)
    starts = [trimmed(whole[:end], most=2000, kept=1000)[0].number for end in range(1, 301)]
    assert starts == sorted(starts)
    assert len(set(starts)) < 300 / 8


def test_one_turn_that_is_too_long_by_itself_is_still_shown() -> None:
    assert len(trimmed([*talk(4), Turn(4, Who.PARTNER, "word " * 9000)], most=500, kept=300)) == 1
