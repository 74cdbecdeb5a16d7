#!/usr/bin/env python3
"""Turn-of-fold: when does the persona give ground, and to whom?

Users who restate, apologise, pile up reasons, fold, answer and hold, are harsh, silent or talk nonsense talk
15 exchanges to the scripted partner in every scenario at every level. Prints, for each: the exchange of the
first ground given, that of a partial yes, ground taken on the next turn, repeated lines, and words a line.

    python scripts/bench_fold.py [--scripts FILE.jsonl …] [--seeds N]

A script is a line of JSON: {"scenario", "behaviour", "style", "turns": [...]}; the turns after the first are
said in order, whatever the partner answers.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from voicecoach.coaching.findings import TranscriptReader
from voicecoach.partner.lines import plain
from voicecoach.partner.mind import Mind
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.types import Label, Move, Push, Turn, Who

SCRIPTS = Path(__file__).parents[1] / "training" / "fold"
EXCHANGES = 15
NEVER = 99


@dataclass
class Tally:
    """What happened with one behaviour in one scenario at one level."""

    talks: int = 0
    gave: list[int] = field(default_factory=list)
    """Exchange of the first ground given; NEVER where none was."""
    yes: list[int] = field(default_factory=list)
    folds: int = 0
    """Turns of the user's in which the findings saw a concession."""
    taken: int = 0
    repeats: int = 0
    words: list[int] = field(default_factory=list)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--scripts", nargs="*", type=Path, default=sorted(SCRIPTS.glob("*.jsonl")))
    arguments.add_argument("--seeds", type=int, default=1, help="rehearsals a script")
    chosen = arguments.parse_args()
    scripts = [json.loads(line) for file in chosen.scripts for line in file.read_text("utf-8").splitlines()]
    tallies: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
    for number, script in enumerate(scripts):
        for push in Push:
            for seed in range(chosen.seeds):
                key = (script["behaviour"], script["scenario"], push.value)
                run(script, push, seed * 1000 + number, tallies[key])
    show(tallies)


def run(script: dict, push: Push, seed: int, tally: Tally) -> None:
    """One rehearsal, in text, findings as the program finds them."""
    scenario = scenarios.load(script["scenario"])
    brief = replace(scenarios.example_brief(script["scenario"]), push=push)
    mind, partner, reader = (
        Mind.make(scenario, brief, seed),
        ScriptedPartner(scenario, brief, seed),
        TranscriptReader(brief),
    )
    history: list[Turn] = []
    moves: list[tuple[Move, bool]] = []
    for text in [None, *turns(script["turns"])]:
        conceded = False
        if text is not None:
            history.append(Turn(len(history), Who.YOU, text))
            findings = reader.read(history[-1])
            conceded = any(finding.label is Label.CONCESSION for finding in findings)
            mind.hear(history[-1], findings)
        directive = mind.next_move()
        line = "".join(partner.reply(directive, history))
        mind.commit(directive, line)
        history.append(Turn(len(history), Who.PARTNER, line, move=directive.move))
        reader.read(history[-1])
        moves.append((directive.move, directive.may_concede))
        tally.folds += conceded
        tally.taken += conceded and (directive.move is Move.PRESS or directive.beat == "close_taken")
    said = [turn.text for turn in history if turn.who is Who.PARTNER]
    tally.talks += 1
    tally.gave.append(first(number for number, (_, may) in enumerate(moves) if may))
    tally.yes.append(first(number for number, (move, _) in enumerate(moves) if move is Move.PARTIAL_YES))
    tally.repeats += len(said) - len({plain(line) for line in said})
    tally.words += [len(line.split()) for line in said]


def turns(lines: list[str]) -> Iterator[str]:
    """Fifteen turns: a shorter script starts over after its first line."""
    rest = lines[1:] or lines
    yield lines[0]
    for number in range(EXCHANGES - 1):
        yield rest[number % len(rest)]


def first(numbers: Iterable[int]) -> int:
    return next(iter(numbers), NEVER)


def show(tallies: dict[tuple[str, str, str], Tally]) -> None:
    print("| behaviour | scenario | level | talks | gave | first at | yes by 10 | taken | repeats | words |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for (behaviour, scenario, push), tally in sorted(tallies.items()):
        gave = [number for number in tally.gave if number != NEVER]
        when = f"{min(gave)}–{max(gave)}" if gave else "never"
        yes = sum(number <= 10 for number in tally.yes)
        taken = f"{tally.taken}/{tally.folds}" if tally.folds else "–"
        print(
            f"| {behaviour} | {scenario} | {push} | {tally.talks} | {len(gave)} | {when} | {yes} | {taken} "
            f"| {tally.repeats} | {statistics.mean(tally.words):.0f} |"
        )


if __name__ == "__main__":
    main()
