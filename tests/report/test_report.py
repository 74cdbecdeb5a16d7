"""The report: one file that holds everything, asks nothing of a network, and runs nothing that was said."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.coaching import critique
from voicecoach.coaching.parts import Quote
from voicecoach.coaching.progress import Attempt, compare
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.story import Story
from voicecoach.report.beside import beside
from voicecoach.report.clips import clip, data_url
from voicecoach.report.marked import pieces
from voicecoach.report.timeline import timeline
from voicecoach.report.write import write_report
from voicecoach.types import Brief, Finding, Label, Sound, Turn, Who

EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)>" onload="x'
RAISE = scenarios.example_brief("raise")


def talk(*lines: str) -> tuple[Turn, ...]:
    """Turns in turn, two seconds each, the partner first."""
    return tuple(
        Turn(n, Who.YOU if n % 2 else Who.PARTNER, text, start_s=2.0 * n, end_s=2.0 * n + 1.5)
        for n, text in enumerate(lines)
    )


def written(folder: Path, turns: tuple[Turn, ...], brief: Brief = RAISE, **extra: object) -> str:
    """The report of these turns as HTML."""
    scenario = scenarios.load("raise")
    story = Story(brief=brief, turns=turns, **extra)  # type: ignore[arg-type]
    made = critique.make(turns, brief, scenario, load_audio=lambda _: None)
    return write_report(folder, story, scenario, made, load_audio=lambda _: None).read_text(encoding="utf-8")


HELD = talk("Hello.", "I'm asking for 95 thousand.", "No.", "I hear you. My number is still 95 thousand.")


def test_nothing_of_what_was_said_or_briefed_runs(tmp_path: Path) -> None:
    brief = Brief("raise", EVIL, EVIL, (EVIL,), fear=EVIL, reaction=EVIL)
    html = written(tmp_path, talk(EVIL, EVIL), brief, taken_back=talk(EVIL), notes={"change": EVIL})
    tags = set(re.findall(r"<\s*([a-zA-Z]+)", html))
    assert tags.isdisjoint({"script", "img", "iframe", "object", "link"})
    assert not re.search(r"<[^>]*\son\w+\s*=", html)


def test_it_asks_nothing_of_any_network(tmp_path: Path) -> None:
    html = written(tmp_path, HELD)
    assert "default-src 'none'" in html
    assert not re.findall(r"(?:src|href)=\"(?!data:)", html)
    assert "http" not in html.replace("http-equiv", "")


def test_transcript_markdown_json_and_card_lie_beside_it(tmp_path: Path) -> None:
    written(tmp_path, HELD)
    for name in ("report.html", "report.md", "critique.json", "card.html"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert "95 thousand" in (tmp_path / "card.html").read_text()


def test_the_marks_give_the_text_back_to_the_letter() -> None:
    turn = Turn(1, Who.YOU, "Sorry, maybe we could wait.")
    found = [
        Finding(1, Label.APOLOGY, "Sorry", (0, 5), "t"),
        Finding(1, Label.HEDGE, "maybe", (7, 12), "t"),
        Finding(1, Label.CONCESSION, "maybe we could wait", (7, 26), "t"),
    ]
    cut = pieces(turn, found)
    assert "".join(piece.text for piece in cut) == turn.text
    assert [piece.labels for piece in cut if piece.text == "maybe"] == [("hedge", "concession")]


def test_the_timeline_shows_every_turn_where_it_was() -> None:
    drawn = timeline(HELD, [Finding(1, Label.DIRECT, "I'm asking", (0, 10), "t")], "Dana")
    assert [bar.who for bar in drawn.bars] == ["partner", "you", "partner", "you"]
    assert all(a.x + a.width <= b.x + 0.1 for a, b in zip(drawn.bars, drawn.bars[1:], strict=False))
    assert drawn.marks[0].label == "direct"
    assert drawn.bars[1].x <= drawn.marks[0].x <= drawn.bars[1].x + drawn.bars[1].width


def test_a_clip_holds_the_quoted_stretch_and_plays_anywhere() -> None:
    tone = Sound((8000 * np.sin(np.arange(48_000) / 8)).astype(np.int16), 16_000)
    cut = clip(Quote(1, (0, 4), "word", "audio/001-you.wav", 1.0, 1.5), lambda _: tone)
    assert cut is not None
    assert cut.seconds == pytest.approx(0.6, abs=0.01)
    decoded, rate = soundfile.read(io.BytesIO(base64.b64decode(data_url(cut).split(",")[1])))
    assert len(decoded) / rate == pytest.approx(cut.seconds, abs=0.15)


def test_words_without_a_place_in_the_audio_have_no_clip() -> None:
    assert clip(Quote(1, (0, 4), "word"), lambda _: None) is None
    assert clip(Quote(1, (0, 4), "word", "a.wav", 0.0, 1.0), lambda _: None) is None


def test_a_later_attempt_stands_beside_the_first(tmp_path: Path) -> None:
    scenario = scenarios.load("raise")
    timid = talk("Hello.", "Sorry, I just wondered about my pay.", "No.", "Okay, never mind.")
    sides = [
        Attempt(
            Story(brief=RAISE, turns=turns, attempt=n + 1),
            critique.make(turns, RAISE, scenario, load_audio=lambda _: None),
        )
        for n, turns in enumerate((timid, HELD))
    ]
    both = compare(*sides)
    assert {pair.label for pair in beside(both).pairs} == {"apology", "hedge", "concession", "held"}
    html = write_report(
        tmp_path, sides[1].story, scenario, sides[1].critique, load_audio=lambda _: None, earlier=both
    ).read_text()
    assert 'class="beside"' in html
