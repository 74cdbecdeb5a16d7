"""The report: one self-contained HTML file, the same as Markdown and JSON, and a card to take along."""

from __future__ import annotations

import dataclasses
import json
import time
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.coaching import findings as detectors
from voicecoach.coaching.critique_keys import finding_key
from voicecoach.coaching.parts import Critique, Quote
from voicecoach.coaching.progress import Comparison
from voicecoach.coaching.words import filled
from voicecoach.partner.persona import make_persona
from voicecoach.paths import package_data
from voicecoach.rehearsal.journal import write_private
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.story import Story
from voicecoach.rehearsal.takes import Moment, moments
from voicecoach.report.beside import beside
from voicecoach.report.clips import LoadAudio, clips
from voicecoach.report.escaped import as_markdown
from voicecoach.report.files import CARD, JSON, MARKDOWN, REPORT
from voicecoach.report.marked import Piece, pieces
from voicecoach.report.timeline import MARKS, timeline
from voicecoach.types import Finding, Turn

if TYPE_CHECKING:
    import jinja2

CARD_LINES = 2
"""Stronger lines on the card."""


def write_report(
    folder: Path,
    story: Story,
    scenario: Scenario,
    critique: Critique,
    *,
    load_audio: LoadAudio,
    earlier: Comparison | None = None,
) -> Path:
    """Write all four into a rehearsal's folder; gives the HTML report. Raises RehearsalError.

    `earlier` is a comparison with the attempts before this one (`coaching.progress.Comparison`), or None.
    """
    again = _takes(story, load_audio)
    facts = _facts(story, scenario, critique, earlier) | {"again": again}
    quotes = [*_quotes(critique), *(quote for _, takes in again for quote, _ in takes)]
    write_private(folder / REPORT, _render("report.html.j2", **facts, sounds=clips(quotes, load_audio)))
    write_private(folder / CARD, _render("card.html.j2", **facts))
    write_private(folder / MARKDOWN, _render("report.md.j2", **facts))
    write_private(folder / JSON, json.dumps(critique_to_json(critique), ensure_ascii=False, indent=1) + "\n")
    return folder / REPORT


def comparison_picture(comparison: Comparison) -> str:
    """Two attempts beside each other as an SVG that stands by itself."""
    svg = _render("beside.svg.j2", bars=beside(comparison, _words()["beside"]), words=_words())
    style = (package_data("report") / "beside.css").read_text(encoding="utf-8")
    return svg.replace("<title>", f"<style>{style}</style><title>", 1)


def _quotes(critique: Critique) -> list[Quote]:
    """What can be played, the most needed first."""
    found = [p.quote for p in critique.points if p.quote] + [g.quote for g in critique.ground]
    return found + [a.quote for a in critique.acoustics if a.quote]


Takes = list[tuple[Moment, list[tuple[Quote, tuple[Piece, ...]]]]]


def _takes(story: Story, load_audio: LoadAudio) -> Takes:
    """Every take of each moment that was said again, with its marks and its sound."""
    return [
        (moment, [(_whole(t, load_audio), pieces(t, _marks(story, t))) for t in moment.takes])
        for moment in moments(story)
    ]


def _marks(story: Story, take: Turn) -> tuple[Finding, ...]:
    found = detectors.find((*story.turns[: take.number], take), story.brief)
    return tuple(f for f in found if f.turn == take.number and finding_key(f) not in story.struck)


def _whole(turn: Turn, load_audio: LoadAudio) -> Quote:
    sound = load_audio(turn.audio) if turn.audio else None
    seconds = (0.0, sound.seconds) if sound else (None, None)
    return Quote(turn.number, (0, len(turn.text)), turn.text, turn.audio, *seconds)


def _facts(
    story: Story, scenario: Scenario, critique: Critique, earlier: Comparison | None
) -> dict[str, Any]:
    persona, measured = make_persona(scenario, story.brief), _measured()
    about = filled(
        _words()["measured"]["about"],
        talks=measured["talks"],
        tested=measured["tested"],
        spoken=_hundred(measured["spoken_precision"]),
    )
    lines = dict.fromkeys([critique.stronger, *(p.stronger for p in critique.points)])
    return {
        "story": story,
        "scenario": scenario,
        "critique": critique,
        "other": persona.name,
        "date": time.strftime("%d %B %Y", time.localtime(story.started)) if story.started else "",
        "marked": [(turn, pieces(turn, critique.findings)) for turn in story.turns],
        "timeline": timeline(story.turns, critique.findings, persona.name),
        "signs": {label.value: sign for label, sign in MARKS.items()},
        "words": _words(),
        "headline": _headline(critique),
        "lines": [line for line in lines if line][:CARD_LINES],
        "measured": measured,
        "measured_about": about,
        "earlier": earlier,
        "bars": beside(earlier, _words()["beside"]) if earlier else None,
    }


def _headline(critique: Critique) -> list[str]:
    """The way to the ask, in words."""
    found, words = critique.headline, _words()["headline"]
    lines = [filled(words[key], n=round(found[key])) for key in ("seconds", "words") if key in found]
    if "words_after" in found:
        key = "words_after" if found["words_after"] else "words_after_none"
        lines.append(filled(words[key], n=round(found["words_after"])))
    if "reasons_after" in found:
        before, after = round(found["reasons_before"]), round(found["reasons_after"])
        lines.append(filled(words["reasons"], before=before, after=after))
    return lines


def critique_to_json(critique: Critique) -> dict[str, Any]:
    """The whole critique as plain values."""
    return dataclasses.asdict(critique)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((package_data("report") / "words.toml").read_text(encoding="utf-8"))


@cache
def _measured() -> dict[str, Any]:
    return tomllib.loads((package_data("data") / "detectors.toml").read_text(encoding="utf-8"))


def _hundred(share: float) -> str:
    return f"{100 * share:.0f}"


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(package_data("report")),
        autoescape=jinja2.select_autoescape(enabled_extensions=("html.j2", "svg.j2")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"md": as_markdown, "hundred": _hundred}
    return made


def _render(template: str, **facts: Any) -> str:
    return _environment().get_template(template).render(**facts)
