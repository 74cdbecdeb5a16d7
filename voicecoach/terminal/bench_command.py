"""`voicecoach bench`: recorded turns through the whole loop in real time, and where the time goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from voicecoach.terminal.say import give, tell
from voicecoach.terminal.words import word

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command()
@click.option(
    "--turns", type=click.IntRange(1, 100), default=8, show_default=True, help="How many turns to play."
)
@click.option(
    "--stub",
    type=click.IntRange(0, 5000),
    metavar="MS",
    help="Engines with fixed times: measures the loop alone.",
)
@click.option("--partner", help="Who words the partner.")
@click.option("--hearing", help="Who hears.")
@click.option("--speaking", help="Who speaks.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def bench(
    turns: int,
    stub: int | None,
    partner: str | None,
    hearing: str | None,
    speaking: str | None,
    as_json: bool,
) -> None:
    """Time every part of a turn, from the end of your voice to the first sound of the answer.

    `own` is what voicecoach itself adds: everything but the engines.
    """
    from voicecoach.engines import Choices
    from voicecoach.rehearsal.bench import run_bench

    if not as_json:
        tell(word("bench.about"))
    figures = run_bench(turns, Choices(hearing, speaking, partner), None if stub is None else stub / 1000)
    if as_json:
        give(json.dumps(figures, indent=1))
        return
    give(f"{'part':22}{'p50':>8}{'p95':>8}   ms")
    for name, part in figures.items():
        _line(name, part)


def _line(name: str, part: object) -> None:
    if isinstance(part, dict):
        values: Mapping[str, float] = part
        give(f"{name.removesuffix('_ms'):22}{values['p50']:8.1f}{values['p95']:8.1f}")
