"""Labelled stretches come from how sure the encoder is of each word."""

import numpy as np
import pytest

from voicecoach.coaching.stretches import LABELS, Bar, best_runs, stretches
from voicecoach.encoder.words import split
from voicecoach.types import Label

BAR = Bar(0.0, 0.5)


def runs(inside, begins=None):
    inside = np.array(inside, dtype=np.float32)
    return best_runs(inside, np.array(begins or [0.0] * len(inside), dtype=np.float32), BAR)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ([-3, -3, -3], []),
        ([-3, 3, 3, -3], [(1, 2)]),
        ([3, -0.3, 3], [(0, 2)]),
        ([3, -4, -4, 3], [(0, 0), (3, 3)]),
        ([0.2], []),
        ([], []),
    ],
)
def test_a_doubtful_word_does_not_break_a_run(inside, expected):
    assert runs(inside) == expected


def test_a_sure_beginning_parts_two_runs():
    assert runs([3, 3, 3, 3], [4, -4, 4, -4]) == [(0, 1), (2, 3)]


def test_marks_stand_inside_a_stretch_and_never_at_its_ends():
    words = split("No, never.")
    scores = np.full((len(words), 16), -9, dtype=np.float32)
    scores[:, LABELS.index(Label.HELD)] = 3
    (found,) = stretches(words, scores, dict.fromkeys(LABELS, BAR))
    assert (found.label, found.first, found.last) == (Label.HELD, 0, 2)
