"""The setup questions, asked in the terminal: Enter takes the usual choice, or leaves a question out."""

from __future__ import annotations

import click

from voicecoach.errors import BriefError
from voicecoach.rehearsal.brief import brief_from_answers, may_stay_out
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
    for at, question in enumerate(scenario.questions, 1):
        tell()
        tell(word("setup.count", at=at, of=len(scenario.questions)))
        answers[question.key] = _ask(scenario, question)
        if not brief_from_answers(scenario, answers).decided:
            break  # it is not for here: nobody is asked the rest
    return brief_from_answers(scenario, answers)


def _ask(scenario: Scenario, question: SetupQuestion) -> str:
    while True:
        answer = _prompt(question)
        try:
            brief_from_answers(scenario, {question.key: answer})
        except BriefError as e:
            tell(str(e))
            tell()
            continue
        return answer


def _prompt(question: SetupQuestion) -> str:
    """What is typed; nothing where the question was left out."""
    if not may_stay_out(question):
        return str(click.prompt(worded(_asked(question)), default=question.example, err=True))
    tell(_asked(question))
    if question.example:
        tell(word("setup.for_example", example=question.example))
    return str(click.prompt("", prompt_suffix="> ", default="", show_default=False, err=True))


def _asked(question: SetupQuestion) -> str:
    choices = f" ({', '.join(question.choices)})" if question.choices else ""
    return question.ask + choices
