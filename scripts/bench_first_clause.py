"""What the checks cost before the first clause is spoken, and how fast a reply ends when the user cuts in.

    python scripts/bench_first_clause.py

Needs no model: a stand-in server on loopback writes the authored lines of all scenarios, a word at a time.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.standin_ollama import Chat, StandIn
from voicecoach.partner.directive import Directive
from voicecoach.partner.line_gate import LineGate, TurnedAway
from voicecoach.partner.line_rules import breaks_rules
from voicecoach.partner.ollama import OllamaPartner
from voicecoach.partner.persona import make_persona
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal.scenario import Scenario, example_brief, load, names
from voicecoach.speaking.clauses import ClauseSplitter
from voicecoach.types import Move

CUTS = 40


def main() -> None:
    """Print both tables."""
    checked = [delay for name in names() for delay in first_clauses(load(name))]
    at_once = [ms for ms, later in checked if later == 0]
    held = sorted(later for _, later in checked if later)
    print(f"lines with a first clause before their end  {len(checked)}")
    print(f"handed on with the word that ended it       {len(at_once) / len(checked):.0%}")
    print(f"  added by the check, ms                    {spread(at_once)}")
    print(f"held for more words (what follows decides)  {len(held)}, at most {max(held, default=0)} words")
    print(f"cancel before the first word, ms            {spread(list(cuts(Chat(wait_s=5))))}")
    print(f"cancel in mid-line, ms                      {spread(list(cuts(Chat('No. ' * 300, gap_s=0.01))))}")


def spread(values: list[float]) -> str:
    """Median, 95th percentile and most."""
    return f"median {median(values):.2f}  p95 {quantiles(values, n=20)[-1]:.2f}  most {max(values):.2f}"


def first_clauses(scenario: Scenario) -> Iterator[tuple[float, int]]:
    """For each authored line: milliseconds of the check, and how many words later its first clause came."""
    persona = make_persona(scenario, example_brief(scenario.name))
    rule = partial(breaks_rules, may_concede=True, persona_name=persona.name)
    for line in authored(scenario):
        gate = LineGate(f"{persona.name}, {persona.relation}", 35, rule)
        found = first_clause(gate, line)
        if found:
            yield found


def first_clause(gate: LineGate, line: str) -> tuple[float, int] | None:
    """None where the line is over before its first clause is, or may not be spoken."""
    splitter, ended = ClauseSplitter(), None
    for at, piece in enumerate(word + " " for word in line.split()):
        if ended is None and splitter.feed(piece):
            ended = at
        started = time.perf_counter()
        try:
            given = gate.feed(piece)
        except TurnedAway:
            return None
        if given:
            return (time.perf_counter() - started) * 1e3, at - (at if ended is None else ended)
    return None


def authored(scenario: Scenario) -> list[str]:
    """Every line of the scenario's that has no slot to fill."""
    pools = [scenario.lines, *(o.lines for o in scenario.objections), *(m.lines for m in scenario.manners)]
    return [line for pool in pools for group in pool.values() for line in group if "{" not in line]


def cuts(chat: Chat) -> Iterator[float]:
    """Milliseconds from `cancel` in one thread to the end of the reply in another."""
    scenario, brief = load("raise"), example_brief("raise")
    with StandIn([chat]) as server:
        partner = OllamaPartner(
            scenario,
            brief,
            model=None,
            host=server.url,
            allow_remote=False,
            scripted=ScriptedPartner(scenario, brief),
        )
        for count in range(1, CUTS + 1):
            yield cut(partner, server, count)
        partner.close()


def cut(partner: OllamaPartner, server: StandIn, count: int) -> float:
    """Let one reply get under way, then end it."""
    ended: list[float] = []

    def read() -> None:
        for _ in partner.reply(Directive(Move.DENY), ()):
            pass
        ended.append(time.perf_counter())

    reader = threading.Thread(target=read)
    reader.start()
    while len(server.said) < count:
        time.sleep(0.001)
    time.sleep(0.05)
    started = time.perf_counter()
    partner.cancel()
    reader.join()
    return (ended[0] - started) * 1e3


if __name__ == "__main__":
    main()
