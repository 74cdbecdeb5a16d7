#!/usr/bin/env python3
"""Turn-of-fold: when does the persona give ground, and to whom?

Users who restate, apologise, pile up reasons, fold, answer and hold, are harsh, silent or talk nonsense talk
15 exchanges to the partner in every scenario and level. Prints the table of docs/partner.md, and below it
the figures that must be reached.

    python scripts/bench_fold.py [--scripts FILE.jsonl …] [--seeds N] [--levels realistic tough]
    python scripts/bench_fold.py --model NAME [--host URL] [--raw] [--most N]

A script is a line of JSON: {"scenario", "behaviour", "style", "turns": [...]}, and "gives" where it is known
in which exchanges ground is given, "brief" where it is another than the scenario's example; the turns after
the first are said in order, whatever the partner answers. Without --model the scripted partner talks; with it
the model, steered by the mind, or with --raw by a plain prompt alone. About 0.4 s a talk without a model.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from fold_talks import HOST, NEVER, Tally, Used, run

from voicecoach.types import Push

SCRIPTS = Path(__file__).parents[1] / "training" / "fold"
COLUMNS = (
    *("behaviour", "scenario", "level", "talks", "gave", "first at"),
    *("yes by 10", "taken", "breaks", "repeats", "words"),
)
FIRM = ("realistic", "tough")
Tallies = Mapping[tuple[str, str, str], Tally]


def main() -> None:
    """Every script at every level, as often as there are seeds."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--scripts", nargs="*", type=Path, default=sorted(SCRIPTS.glob("*.jsonl")))
    arguments.add_argument("--seeds", type=int, default=1, help="rehearsals a script")
    arguments.add_argument("--levels", nargs="*", default=list(FIRM), choices=[push.value for push in Push])
    arguments.add_argument("--model", default="", help="a model in Ollama; none: the scripted partner")
    arguments.add_argument("--host", default=HOST, help="where Ollama listens")
    arguments.add_argument("--raw", action="store_true", help="the model with a plain prompt and no mind")
    arguments.add_argument("--most", type=int, default=0, help="only so many scripts a behaviour")
    chosen = arguments.parse_args()
    scripts = [json.loads(line) for file in chosen.scripts for line in file.read_text("utf-8").splitlines()]
    used = Used(chosen.model, chosen.host, chosen.raw)
    started, tallies = time.monotonic(), defaultdict[tuple[str, str, str], Tally](Tally)
    for number, script in enumerate(some(scripts, chosen.most)):
        for push in chosen.levels:
            for seed in range(chosen.seeds):
                tally = tallies[script["behaviour"], script["scenario"], push]
                run(script, Push(push), seed * 1000 + number, tally, used)
    show(tallies)
    print()
    summary(tallies, model=chosen.model)
    talks = sum(tally.talks for tally in tallies.values())
    print(f"\n{talks} talks in {time.monotonic() - started:.0f} s")


def some(scripts: list[dict[str, object]], most: int) -> list[dict[str, object]]:
    """At most `most` scripts a behaviour; 0 is all."""
    seen: dict[object, int] = defaultdict(int)
    kept = []
    for script in scripts:
        seen[script["behaviour"]] += 1
        if not most or seen[script["behaviour"]] <= most:
            kept.append(script)
    return kept


def show(tallies: Tallies) -> None:
    """One row a behaviour, scenario and level."""
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---" * len(COLUMNS) + "|")
    for (behaviour, scenario, push), tally in sorted(tallies.items()):
        gave = [number for number in tally.gave if number != NEVER]
        when = f"{min(gave)}–{max(gave)}" if gave else "never"
        print(
            f"| {behaviour} | {scenario} | {push} | {tally.talks} | {len(gave)} | {when} | {by_ten(tally)} "
            f"| {share(tally.taken, tally.folds)} | {tally.breaks} | {tally.repeats} "
            f"| {statistics.mean(tally.words):.0f} |"
        )


def summary(tallies: Tallies, *, model: str) -> None:
    """The figures that must be reached."""
    firm = [(key, tally) for key, tally in tallies.items() if key[2] in FIRM]
    restating = [tally for key, tally in firm if key[0].startswith("restate")]
    holding = [(key, tally) for key, tally in firm if key[0].startswith("answer") and key[2] == "realistic"]
    folding = [tally for _, tally in tallies.items() if tally.given]
    conceded = sum(number != NEVER for tally in restating for number in tally.gave)
    print(f"polite restater, ground given (goal never): {conceded} of {total(restating, 'talks')} talks")
    print(
        "answers and holds, yes by the 10th at realistic (goal all): "
        f"{sum(by_ten(tally) for _, tally in holding)} of {total([t for _, t in holding], 'talks')}; "
        + ", ".join(f"{key[1]} {by_ten(tally)}/{tally.talks}" for key, tally in sorted(holding))
    )
    print(
        "ground taken by the next turn (goal: all detected, 85 % of all): "
        f"{share(total(folding, 'taken'), total(folding, 'folds'))} detected, "
        f"{share(total(folding, 'given_taken'), total(folding, 'given'))} of all "
        f"({100 * total(folding, 'given_taken') / max(1, total(folding, 'given')):.0f} %)"
    )
    everything = list(tallies.values())
    print(f"repeated lines (goal 0): {total(everything, 'repeats')}")
    if model:
        print(f"model's lines out of role, or unearned (goal 0): {total(everything, 'breaks')}")
        authored = share(total(everything, "authored"), total(everything, "lines"))
        print(f"authored in place of the model's: {authored}")


def by_ten(tally: Tally) -> int:
    """Talks with a partial yes or a clean close by the tenth exchange."""
    return sum(number <= 10 for number in tally.yes)


def total(tallies: Iterable[Tally], of: str) -> int:
    """The sum of one count."""
    return sum(getattr(tally, of) for tally in tallies)


def share(some_of: int, all_of: int) -> str:
    """ "3/4", or a dash where there is nothing to share."""
    return f"{some_of}/{all_of}" if all_of else "–"


if __name__ == "__main__":
    main()
