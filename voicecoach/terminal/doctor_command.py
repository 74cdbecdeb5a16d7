"""`voicecoach doctor`: one line a check, with a fix."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import click

from voicecoach.calling import as_called
from voicecoach.terminal.say import give, prose


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON on stdout.")
@click.option("--measure", is_flag=True, help="Time each engine, and say what a reply will feel like.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool, measure: bool) -> None:
    """Check this machine: what is there, what is not, and what to do about it.

    Uses no network and shows nothing of what you said, so that the output can be passed on.
    Ends with exit code 1 where something does not go.
    """
    from voicecoach.catalog.checks import State
    from voicecoach.catalog.doctor import examine, worst

    checks = []
    for check in (replace(found, fix=as_called(found.fix)) for found in examine()):
        checks.append(check)
        if not as_json:
            prose(f"{check.state.value:<4} {check.name}: {check.says}")
            if check.fix:
                give(f"       {check.fix}")
    timings = _measured(as_json) if measure else None
    if as_json:
        said = {"checks": [asdict(check) for check in checks]}
        give(json.dumps(said if timings is None else {**said, **timings}, indent=1, ensure_ascii=False))
    if worst(checks) is State.FAIL:
        ctx.exit(1)


def _measured(as_json: bool) -> dict[str, object]:
    from voicecoach import settings
    from voicecoach.catalog.measure import feel, measure

    timings = []
    for timing in measure(settings.load()):
        timings.append(timing)
        if not as_json:
            give(f"time {timing.stage}: {timing.engine}, {timing.says}")
    if not as_json:
        give(feel(timings))
    return {"timings": [asdict(timing) for timing in timings], "feel": feel(timings)}
