"""`voicecoach scenarios`: what can be rehearsed, and one's own."""

from __future__ import annotations

from pathlib import Path

import click

from voicecoach.terminal.say import give, tell
from voicecoach.terminal.words import word


@click.group()
def scenarios() -> None:
    """The conversations that can be rehearsed, and your own."""


@scenarios.command("list")
def list_() -> None:
    """List them."""
    from voicecoach.rehearsal import scenario

    for name in scenario.names():
        give(f"{name:14} {scenario.load(name).title}")


@scenarios.command()
@click.argument("name")
def show(name: str) -> None:
    """What a scenario asks, and what its critique looks for."""
    from voicecoach.rehearsal import scenario

    found = scenario.load(name)
    give(found.title)
    give(found.blurb)
    give("\n" + word("scenarios.asks"))
    for question in found.questions:
        example = word("scenarios.example", example=question.example or word("scenarios.empty"))
        give(f"  {question.ask}\n      {example}")
    give("\n" + word("scenarios.answers"))
    for own in found.own_questions:
        give(f"  {own.ask}")


@scenarios.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a scenario file; an error names file, line and key."""
    from voicecoach.rehearsal import scenario

    give(word("scenarios.good", file=file, title=scenario.check(file).title))


@scenarios.command()
@click.argument("name", required=False)
def new(name: str | None) -> None:
    """Make a scenario of your own from a handful of questions."""
    from voicecoach.paths import own_scenarios_dir, private_dir
    from voicecoach.rehearsal import scenario
    from voicecoach.rehearsal.scenario_new import new_questions, new_scenario

    answers = {}
    for question in new_questions():
        tell()
        answers[question.key] = click.prompt(question.ask, default=question.example, err=True)
    text = new_scenario(answers)
    name = scenario.safe_name(name or answers.get("title", "mine"))
    target = private_dir(own_scenarios_dir()) / f"{name}.toml"
    if target.exists():
        click.confirm(word("scenarios.replace", file=target), abort=True, err=True)
    target.write_text(text, encoding="utf-8")
    scenario.check(target)
    tell(word("scenarios.written", file=target, name=name))


@scenarios.command()
def path() -> None:
    """Print where your own scenarios go."""
    from voicecoach.paths import own_scenarios_dir

    give(str(own_scenarios_dir()))


@scenarios.command()
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path), required=False)
def example(name: str, file: Path | None) -> None:
    """Write a scenario's example brief, to change and rehearse with --brief."""
    from voicecoach.rehearsal import scenario
    from voicecoach.rehearsal.brief import dump_brief

    text = dump_brief(scenario.example_brief(name))
    if file:
        file.write_text(text, encoding="utf-8")
        tell(word("scenarios.brief_written", file=file))
    else:
        give(text.rstrip())
