"""The fifteen risks of `docs/privacy-and-safety.md`: those that no other test shows, one by one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.coaching.talks import FOLDED, RAISE, turns
from voicecoach.coaching import critique
from voicecoach.coaching.lint import Record, broken
from voicecoach.coaching.parts import Critique
from voicecoach.coaching.transcripts import scenario_of
from voicecoach.coaching.words import lexicon
from voicecoach.paths import package_data
from voicecoach.rehearsal.notices import notice
from voicecoach.rehearsal.scenario import load, names
from voicecoach.rehearsal.scope_help import acts, kind_question, spoken_help
from voicecoach.types import Brief

PAGE = (Path(__file__).parent.parent / "docs" / "privacy-and-safety.md").read_text("utf-8")

TAKEN_BACK = (
    *FOLDED[:3],
    ("you", "Sorry to bring this up. It hurt when you left me out of the trip."),
    ("partner", "I didn't know that. I'm sorry it hurt."),
    ("you", "Okay. Thursday is fine for me, if that is easier for you."),
)


def made(brief: Brief, rows: tuple[tuple[str, str], ...] = TAKEN_BACK) -> Critique:
    return critique.make(turns(rows), brief, scenario_of(brief), load_audio=lambda _: None)


def texts(value: Any) -> Iterator[str]:
    """Every text in a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def authored() -> list[str]:
    """All that the coach can say, of whatever somebody wrote beforehand."""
    said = [text for name in ("coach", "stronger", "progress") for text in texts(lexicon(name))]
    for rubric in lexicon("rubrics").values():
        said += [item[key] for item in rubric.get("items", ()) for key in ("met", "missed")]
        said += rubric.get("fairest", {}).values()
    said += [spoken_help(label, "GB") for label in ("refer", "emergency", "partner")]
    return said + [kind_question(about) for about in ("danger", "matter")]


def test_1_what_is_weakness_in_one_talk_is_none_in_another() -> None:
    """Ground given to a friend who was hurt is not held against anybody; before a manager it is."""
    raise_, friend = lexicon("rubrics")["raise"]["verdicts"], lexicon("rubrics")["friend"]["verdicts"]
    assert raise_["concession"] == "against"
    assert friend["concession"] == "retracted"
    asked = {line.key for line in made(RAISE).rubric}
    assert asked != {line.key for line in made(replace(RAISE, scenario="friend")).rubric}


def test_1_named_methods_can_be_switched_off() -> None:
    frameworks = {
        i["key"] for r in lexicon("rubrics").values() for i in r.get("items", ()) if i.get("framework")
    }
    assert frameworks
    for name in names():
        plain = replace(RAISE, scenario=name, details={"frameworks": "off"})
        assert not frameworks & {line.key for line in made(plain).rubric}


def test_2_customs_of_ones_own_are_not_held_against_anybody() -> None:
    """Where respectful and indirect forms are wanted, a soft opening is no fault."""
    softly = replace(RAISE, details={"deference": "wanted", "indirect": "wanted"})
    accused = {p.question for p in made(softly, FOLDED).points if p.quote and p.question == "apologetic"}
    assert {p.question for p in made(RAISE, FOLDED).points if p.quote} >= {"apologetic"}
    assert accused == set()


def test_3_no_authored_line_of_the_partners_is_a_speech() -> None:
    """At most 35 words a turn, in every scenario."""
    for name in names():
        scenario = load(name)
        pools = (
            scenario.lines,
            *(o.lines for o in scenario.objections),
            *(m.lines for m in scenario.manners),
        )
        for line in (line for pool in pools for group in pool.values() for line in group):
            assert len(line.split()) <= 35, line


def test_6_nothing_the_coach_says_makes_the_user_the_cause_of_what_the_other_did() -> None:
    blames = re.compile(
        r"\b(?:your fault|because of you|you (?:made|provoked|caused|drove|pushed) (?:them|her|him)"
        r"|you brought (?:it|this) on|you let (?:them|her|him) walk|imagin(?:ed|ing) (?:it|things))\b",
        re.IGNORECASE,
    )
    assert [text for text in authored() if blames.search(text)] == []


def test_7_the_coach_claims_no_feeling_not_even_where_somebody_is_in_danger() -> None:
    """Warm is not the same as "I understand how you feel"."""
    record = Record(turns(FOLDED), RAISE)
    for label in ("refer", "emergency", "partner"):
        assert "empathy" not in broken(spoken_help(label, "GB"), record)
        assert "feelings" not in broken(spoken_help(label, "GB"), record)


def test_8_the_coach_has_no_name_no_story_and_no_affection() -> None:
    ties = re.compile(
        r"\b(?:my name is|call me|i(?:'m| am) your (?:coach|friend|therapist)|i missed you|i love|i like you"
        r"|i remember|last time we|good to see you|proud of you|in my experience|as a therapist)\b",
        re.IGNORECASE,
    )
    assert [text for text in authored() if ties.search(text)] == []


def test_12_its_limits_and_its_error_rates_are_said_plainly() -> None:
    """Before the first turn where the starter hears, and on the page that this test is named on."""
    assert "mishears" in notice("hearing", "sphinx").text
    assert "Do not rely on it to notice that somebody is in danger" in " ".join(PAGE.split())
    assert re.search(r"emergencies noticed \S+ of \S+|emergencies \(not `ok`\)", PAGE)


def test_14_what_it_cannot_do_is_said_before_anything_starts() -> None:
    """To whoever has not decided, and in the first lines of what people read."""
    assert "talk it over with someone you trust" in notice("setup", "undecided").text
    readme = (package_data("").parent / "README.md").read_text("utf-8")
    assert "It is not therapy" in readme


@pytest.mark.parametrize("label", ["refer", "emergency"])
def test_15_there_is_always_something_it_can_still_do(label: str) -> None:
    """End kindly, delete, rehearse something else, and the numbers again: each is offered."""
    assert {act.key for act in acts(label)} == {"numbers", "end", "delete", "else"}


def test_every_risk_on_the_page_names_a_test_that_there_is() -> None:
    """Fifteen rows, and behind each one at least one test by its file and name."""
    rows = re.findall(r"^\| (\d+) \|.*\| ([^|]+) \|$", PAGE, flags=re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 16))
    root = Path(__file__).parent.parent
    for number, shown in rows:
        tests = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", shown)
        assert tests, f"risk {number}"
        for file, name in tests:
            text = (root / file).read_text("utf-8")
            assert not name or f"def {name}(" in text, f"{file}::{name}"


def test_the_file_of_help_lines_is_few_and_dated() -> None:
    data = tomllib.loads((package_data("lexicon") / "help.toml").read_text("utf-8"))
    assert max(len(country["lines"]) for country in data["country"].values()) <= 4
    assert data["last_verified"].year >= 2026
