"""Scenario files: the shipped ones, and errors that name file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach import paths
from voicecoach.errors import ScenarioError
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.types import Brief

ALL = scenarios.names()
OWN = {
    "raise": {"time_in_role", "pay_now", "pay_asked", "manner", "position", "reasons"},
    "client": {"how_long", "issue", "cordial", "worry"},
    "boundary": {"who", "behaviour", "history", "fear_kind"},
    "friend": {"thing", "at_stake"},
}


def shipped(name: str) -> str:
    return (paths.package_data("scenarios") / f"{name}.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_four_come_first() -> None:
    """In the order of the product."""
    assert ALL[:4] == ["raise", "client", "boundary", "friend"]


@pytest.mark.parametrize("name", ALL)
def test_every_scenario_asks_whether_it_is_decided_and_what_hangs_on_it_first(name: str) -> None:
    """Then who it is; every question has an example or may stay empty."""
    questions = scenarios.load(name).questions
    assert [question.key for question in questions[:3]] == ["decided", "stakes", "other"]
    assert all(question.example or question.optional for question in questions)
    assert len({question.key for question in questions}) == len(questions)


@pytest.mark.parametrize("name", OWN)
def test_the_four_ask_their_own_questions(name: str) -> None:
    """As the product lists them."""
    assert OWN[name] <= {question.key for question in scenarios.load(name).questions}


@pytest.mark.parametrize("name", ALL)
def test_every_scenario_has_an_example_brief_and_an_own_question(name: str) -> None:
    """Complete, and of that scenario."""
    brief = scenarios.example_brief(name)
    assert isinstance(brief, Brief)
    assert brief.scenario == name
    assert brief.must_say
    assert brief.fear
    assert scenarios.load(name).own_questions


@pytest.mark.parametrize("name", ALL)
def test_authored_lines_are_8_to_30_words_and_stand_once(name: str) -> None:
    """Remarks that come before another line ("met") are shorter."""
    scenario = scenarios.load(name)
    pools = [scenario.lines, *(m.lines for m in scenario.manners), *(o.lines for o in scenario.objections)]
    lines = [(beat, line) for pool in pools for beat, some in pool.items() for line in some]
    for beat, line in lines:
        assert (2 if beat == "met" else 8) <= len(line.split()) <= 30, line
    assert len({line for _, line in lines}) == len(lines)


def test_no_scenario_of_that_name_is_told_with_those_there_are() -> None:
    """One line, with the next step."""
    with pytest.raises(ScenarioError, match=r"no scenario named rise.*raise, client"):
        scenarios.load("rise")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('temper = "work"', 'temper = "work"\ncolour = "red"', r"line \d+: unknown key colour"),
        ('move = "deny"', 'move = "threaten"', r"line \d+: objections\.0\.move"),
        ('title = "Asking for a raise"\n', "", "title is missing"),
        ('temper = "work"', "temper = 3", r"line \d+: temper"),
        ("[lines]\n", "[lines\n", "not valid TOML.*line"),
        ("I can't see {number}, not", "I can't see {nmber}, not", r"line \d+: no slot is named \{nmber\}"),
        ('first = ["loyalty", "later"]', 'first = ["loyality"]', "no objection is named loyality"),
    ],
)
def test_a_wrong_file_is_told_in_one_line_with_its_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """File, line and key."""
    text = shipped("raise")
    assert old in text
    path = written(tmp_path, text.replace(old, new, 1))
    with pytest.raises(ScenarioError, match=told) as error:
        scenarios.load(path)
    assert "\n" not in str(error.value)
    assert str(path) in str(error.value)


def test_the_named_line_is_the_right_one(tmp_path: Path) -> None:
    """Counted from 1."""
    text = shipped("raise").replace('temper = "work"', 'temper = "work"\ncolour = "red"', 1)
    line = text.splitlines().index('colour = "red"') + 1
    with pytest.raises(ScenarioError, match=f"line {line}:"):
        scenarios.load(written(tmp_path, text))


def test_the_example_on_the_scenarios_page_is_a_good_scenario(tmp_path: Path) -> None:
    """The page does not fall behind the program."""
    page = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert scenarios.check(written(tmp_path, example)).objections[0].key == "plumber"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(ScenarioError, match="There is no scenario file"):
        scenarios.load(tmp_path / "gone.toml")


def test_ones_own_scenarios_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the user's own folder, by their file's name."""
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path))
    own = paths.own_scenarios_dir()
    own.mkdir(parents=True)
    (own / "landlord.toml").write_text(shipped("raise"), encoding="utf-8")
    assert scenarios.load("landlord").name == "landlord"
    assert "landlord" in scenarios.names()
    assert scenarios.example_brief("landlord").want == "a raise to 95 thousand"


def test_a_kind_of_line_that_does_not_exist_is_told_with_its_line(tmp_path: Path) -> None:
    """A misspelt one would never be said."""
    page = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    text = page.split("```toml\n")[1].split("```")[0].replace("harder = [", "hardr = [")
    file = tmp_path / "landlord.toml"
    file.write_text(text, encoding="utf-8")
    row = next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith("hardr"))
    with pytest.raises(ScenarioError, match=rf"landlord.toml, line {row}: no kind of line is named hardr"):
        scenarios.check(file)
