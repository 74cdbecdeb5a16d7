"""The report: one file that holds everything, asks nothing of a network, and runs nothing that was said."""

from __future__ import annotations

import base64
import io
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.coaching import critique
from voicecoach.coaching.parts import Quote
from voicecoach.coaching.progress import Attempt, compare
from voicecoach.paths import package_data
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.story import Story
from voicecoach.report.beside import beside
from voicecoach.report.clips import clip, data_url
from voicecoach.report.escaped import as_markdown
from voicecoach.report.marked import pieces
from voicecoach.report.timeline import timeline
from voicecoach.report.write import comparison_picture, write_report
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
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)", html)
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
    names = tomllib.loads((package_data("report") / "words.toml").read_text(encoding="utf-8"))["beside"]
    shown = {pair.label for pair in beside(both, names).pairs}
    keys = ("apology", "hedge", "concession", "held", "lines", "ask_words", "confidence", "feared")
    assert shown == {names[key] for key in keys} or shown == {
        names[key] for key in keys if key != "ask_words"
    } | {names["ask_seconds"]}
    html = write_report(
        tmp_path, sides[1].story, scenario, sides[1].critique, load_audio=lambda _: None, earlier=both
    ).read_text()
    assert 'class="beside"' in html


MARKUP = "# *bold* _it_ [x](http://a.b) `c` <b>d</b> | 1. $e$"


def test_markdown_shows_markup_of_the_talk_as_plain_text(tmp_path: Path) -> None:
    brief = Brief("raise", MARKUP, MARKUP, (MARKUP,), fear=MARKUP)
    written(tmp_path, talk("Hi.", f"I'm asking for {MARKUP}", "No."), brief, notes={"change": MARKUP})
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "\\*bold\\*" in text
    for raw in ("*bold*", "[x](", "<b>", "`c`", "http://"):
        assert raw not in text


@pytest.mark.parametrize("line", ["# a", "- a", "+ a", "> a", "12. a", "3) a", "=="])
def test_no_line_becomes_a_heading_a_list_or_a_quote(line: str) -> None:
    assert "\\" in as_markdown(line)
    assert as_markdown("A plain line, said once.") == "A plain line, said once."


def test_both_takes_of_a_moment_stand_in_the_report_with_their_sound(tmp_path: Path) -> None:
    tone = Sound((8000 * np.sin(np.arange(16_000) / 8)).astype(np.int16), 16_000)
    turns = list(talk("Hello.", "I'm asking for 95 thousand.", "No."))
    turns[1] = replace(turns[1], audio="audio/001-you-take2.flac")
    first = Turn(1, Who.YOU, "Sorry, it's nothing.", audio="audio/001-you.flac")
    story = Story(brief=RAISE, turns=tuple(turns), again=(first,), taken_back=(first,))
    scenario = scenarios.load("raise")
    made = critique.make(story.turns, RAISE, scenario, load_audio=lambda _: tone)
    html = write_report(tmp_path, story, scenario, made, load_audio=lambda _: tone).read_text()
    part = html[html.index("Said again") : html.index("Counted")]
    assert part.count("<audio") == 2 and "Take 1" in part and "Take 2, as it stands" in part


def test_less_sure_marks_look_otherwise_and_are_in_no_count(tmp_path: Path) -> None:
    turn = Turn(1, Who.YOU, "Sorry, maybe we could wait.")
    found = [Finding(1, Label.HEDGE, "maybe", (7, 12), "t", sureness=0.6)]
    assert [p.sure for p in pieces(turn, found)] == [True, False, True]
    assert not timeline(talk("Hi.", turn.text), found, "Dana").marks[0].sure


def test_the_report_tells_how_often_the_marks_are_right_as_the_docs_do(tmp_path: Path) -> None:
    html = written(tmp_path, HELD)
    assert 'href="#measured"' in html and 'id="measured"' in html
    measured = tomllib.loads((package_data("data") / "detectors.toml").read_text(encoding="utf-8"))
    docs = (Path(__file__).parents[2] / "docs" / "critique.md").read_text(encoding="utf-8")
    for label in Label:
        row = f"| {label} | {measured['precision'][label]:.2f} | {measured['recall'][label]:.2f} |"
        assert row in docs, f"voicecoach/data/detectors.toml and docs/critique.md differ: {row}"


def test_a_comparison_can_be_drawn_by_itself() -> None:
    made = critique.make(HELD, RAISE, scenarios.load("raise"), load_audio=lambda _: None)
    side = Attempt(Story(brief=RAISE, turns=HELD), made)
    svg = comparison_picture(compare(side, side))
    assert svg.lstrip().startswith("<svg") and "xmlns" in svg and svg.count("<rect") > 8
