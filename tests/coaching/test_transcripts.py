"""A transcript in, its critique out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import voicecoach
from voicecoach.errors import UsageError

DIALOGUES = Path(__file__).parent.parent / "data" / "dialogues.jsonl"


def rows() -> list[dict[str, object]]:
    return [json.loads(line) for line in DIALOGUES.read_text(encoding="utf-8").splitlines()]


def test_the_shape_is_the_stable_one() -> None:
    row = rows()[0]
    found = voicecoach.critique_transcript({k: row[k] for k in ("id", "brief", "scenario", "turns")})
    assert list(found) == ["id", "findings", "session", "coach", "engine"]
    assert set(found["session"]) == {"ask_turn", "avoided", "outcome"}
    for finding in found["findings"]:
        assert set(finding) == {"turn", "label", "quote", "start", "end", "better"}
    assert json.loads(json.dumps(found)) == found


def test_every_quote_of_every_dialogue_is_to_the_letter() -> None:
    for row in rows()[::5]:
        found = voicecoach.critique_transcript(row)
        texts = [t["text"] for t in row["turns"]]  # type: ignore[attr-defined]
        for finding in found["findings"]:
            assert finding["quote"] in texts[finding["turn"]]
        for point in found["coach"]["points"]:
            if point["quote"]:
                start, end = point["quote"]["at"]
                assert texts[point["quote"]["turn"]][start:end] == point["quote"]["text"]
            told = json.dumps([texts, row["brief"]], ensure_ascii=False)
            for quoted in re.findall(r"“([^”]*)”", point["says"]):
                assert quoted in told.replace('\\"', '"')


def test_a_richer_transcript_brings_its_times() -> None:
    said = "I'm asking for a raise to 95 thousand"
    words = [[w, n * 0.5, n * 0.5 + 0.4, 1.0] for n, w in enumerate(said.split())]
    row = {
        "id": "x",
        "turns": [{"who": "you", "text": said, "words": words}],
        "brief": {"want": "95 thousand"},
    }
    found = voicecoach.critique_transcript(row)
    direct = next(f for f in found["findings"] if f["label"] == "direct")
    assert direct["start"] == 0.0 and direct["end"] == pytest.approx(3.9)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"turns": "hello"},
        {"turns": [{"who": "nobody", "text": "x"}]},
        {"turns": [{"text": "x"}]},
        {"turns": ["x"]},
        {"turns": [{"who": "you", "text": "x", "words": [["x"]]}]},
        {"turns": [], "brief": [1]},
    ],
)
def test_what_is_no_transcript_is_told(row: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="no transcript"):
        voicecoach.critique_transcript(row)


def test_an_empty_talk_has_a_critique() -> None:
    assert voicecoach.critique_transcript({"id": 1, "turns": []})["findings"] == []


def test_a_scenario_that_is_not_here_is_looked_at_as_any_other() -> None:
    row = {"scenario": "../../etc/passwd", "turns": [{"who": "you", "text": "I need the deposit back."}]}
    assert voicecoach.critique_transcript(row)["coach"]["points"]
