"""`voicecoach scenarios`: what can be rehearsed, and one's own."""

from __future__ import annotations

from pathlib import Path

import click

from voicecoach.calling import as_called
from voicecoach.errors import ScenarioError, UsageError
from voicecoach.terminal.say import give, prose, tell, worded
from voicecoach.terminal.words import word


@click.group()
def scenarios() -> None:
    """The conversations that can be rehearsed, and your own."""


@scenarios.command("list")
def list_() -> None:
    """List them."""
    from voicecoach.rehearsal import scenario

    for name in scenario.names():
        give(f"{name:14} {title_of(name)}")


def title_of(name: str) -> str:
    """A scenario's title; of one that cannot be read, what to do. The others can be used all the same."""
    from voicecoach.rehearsal import scenario

    try:
        return scenario.load(name).title
    except ScenarioError:
        return as_called(word("scenarios.broken", file=scenario.scenario_files()[name]))


@scenarios.command()
@click.argument("name")
def show(name: str) -> None:
    """What a scenario asks, and what its critique looks for."""
    from voicecoach.rehearsal import scenario

    found = scenario.load(name)
    give(found.title)
    prose(found.blurb)
    give("\n" + word("scenarios.asks"))
    for question in found.questions:
        example = word("scenarios.example", example=question.example or word("scenarios.empty"))
        prose(f"  {question.ask}\n      {example}")
    give("\n" + word("scenarios.answers"))
    for own in found.own_questions:
        prose(f"  {own.ask}")


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
    from voicecoach.rehearsal.journal import write_private
    from voicecoach.rehearsal.scenario_new import new_questions, new_scenario

    if name and name != scenario.safe_name(name):
        raise UsageError(f"{name} cannot be its name.", f"Perhaps: {scenario.safe_name(name)}")
    if name:
        _may_replace(_own_file(name))
    answers = {}
    for question in new_questions():
        tell()
        answers[question.key] = click.prompt(worded(question.ask), default=question.example, err=True)
    text = new_scenario(answers)
    if not name:
        name = scenario.safe_name(answers.get("title", "mine"))
        _may_replace(_own_file(name))
    private_dir(own_scenarios_dir())
    target = _own_file(name)
    write_private(target, text)
    scenario.check(target)
    tell(word("scenarios.written", file=target, name=name))


def _own_file(name: str) -> Path:
    from voicecoach.paths import own_scenarios_dir

    return own_scenarios_dir() / f"{name}.toml"


def _may_replace(target: Path) -> None:
    if target.exists():
        click.confirm(word("scenarios.replace", file=target), abort=True, err=True)


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
