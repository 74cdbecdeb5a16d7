"""The setup questions, asked in the terminal: Enter takes the example."""

from __future__ import annotations

import click

from voicecoach.errors import BriefError
from voicecoach.rehearsal.brief import brief_from_answers
from voicecoach.rehearsal.scenario import Scenario, SetupQuestion
from voicecoach.terminal.say import tell, worded
from voicecoach.terminal.words import word
from voicecoach.types import Brief


def ask_brief(scenario: Scenario) -> Brief:
    """Ask every question of the scenario. Raises click.Abort on Ctrl-C."""
    tell(scenario.title)
    tell(scenario.blurb)
    tell(word("setup.about"))
    answers: dict[str, str] = {}
    for question in scenario.questions:
        answers[question.key] = _ask(scenario, question)
        if not brief_from_answers(scenario, answers).decided:
            break  # it is not for here: nobody is asked the rest
    return brief_from_answers(scenario, answers)


def _ask(scenario: Scenario, question: SetupQuestion) -> str:
    while True:
        tell()
        answer: str = click.prompt(worded(_asked(question)), default=question.example, err=True)
        try:
            brief_from_answers(scenario, {question.key: answer})
        except BriefError as e:
            tell(str(e))
            continue
        return answer


def _asked(question: SetupQuestion) -> str:
    choices = f" ({', '.join(question.choices)})" if question.choices else ""
    return question.ask + choices
