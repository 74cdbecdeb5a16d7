"""What the encoder is given, and which part may look at which."""

import pytest

from voicecoach.encoder.model import FOLDER
from voicecoach.encoder.pieces import MOST_PIECES, Part, Pieces


@pytest.fixture(scope="module")
def pieces():
    return Pieces(FOLDER / "vocabulary.txt")


def test_each_word_of_each_part_has_a_place(pieces):
    given = pieces.input([Part(["a", "raise"]), Part(["no", "money"]), Part(["still", "ninety"], yours=True)])
    assert [len(first) for first in given.first] == [2, 2, 2]
    assert [int(given.kinds[p]) for p in given.first[2]] == [1, 1]


def test_a_turn_never_sees_what_comes_after_it(pieces):
    given = pieces.input([Part(["brief"]), *(Part([w]) for w in ("one", "two", "three", "four", "five"))])
    sees, at = given.sees(), [first[0] for first in given.first]
    assert not sees[at[2], at[3]]
    assert sees[at[5], at[0]]
    assert sees[at[5], at[2]]
    assert not sees[at[5], at[1]]


def test_what_is_too_long_loses_the_oldest_turns_and_keeps_the_last(pieces):
    long = Part(["money"] * 150)
    given = pieces.input([Part(["brief"]), long, long, long, Part(["still", "ninety"], yours=True)])
    assert len(given.ids) <= MOST_PIECES
    assert len(given.first[-1]) == 2
    assert given.first[1] == ()
