"""The report: one self-contained HTML file, the same as Markdown and JSON, and a card to take along."""

from __future__ import annotations

import dataclasses
import json
import time
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from voicecoach.coaching.parts import Critique, Quote
from voicecoach.coaching.progress import Comparison
from voicecoach.partner.persona import make_persona
from voicecoach.paths import package_data
from voicecoach.rehearsal.journal import write_private
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.story import Story
from voicecoach.report.beside import beside
from voicecoach.report.clips import LoadAudio, clips
from voicecoach.report.marked import pieces
from voicecoach.report.timeline import MARKS, timeline

REPORT, MARKDOWN, JSON, CARD = "report.html", "report.md", "critique.json", "card.html"


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
    facts = _facts(story, scenario, critique, earlier)
    sounds = clips([p.quote for p in critique.points if p.quote] + _more_quotes(critique), load_audio)
    write_private(folder / REPORT, _render("report.html.j2", **facts, sounds=sounds))
    write_private(folder / CARD, _render("card.html.j2", **facts))
    write_private(folder / MARKDOWN, _render("report.md.j2", **facts))
    write_private(folder / JSON, json.dumps(critique_to_json(critique), ensure_ascii=False, indent=1) + "\n")
    return folder / REPORT


def _more_quotes(critique: Critique) -> list[Quote]:
    given = [g.quote for g in critique.ground]
    return given + [a.quote for a in critique.acoustics if a.quote]


def _facts(
    story: Story, scenario: Scenario, critique: Critique, earlier: Comparison | None
) -> dict[str, Any]:
    persona = make_persona(scenario, story.brief)
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
        "earlier": earlier,
        "bars": beside(earlier) if earlier else None,
    }


def critique_to_json(critique: Critique) -> dict[str, Any]:
    """The whole critique as plain values."""
    return dataclasses.asdict(critique)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((package_data("report") / "words.toml").read_text(encoding="utf-8"))


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(package_data("report")),
        autoescape=jinja2.select_autoescape(enabled_extensions=("html.j2",)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(template: str, **facts: Any) -> str:
    return _environment().get_template(template).render(**facts)
