"""Briefs: read, written, made of answers; wrong ones told in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.errors import BriefError
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.brief import brief_from_answers, brief_from_dialogue, dump_brief, load_brief
from voicecoach.types import Brief, Push, Stakes

GOOD = 'scenario = "raise"\nother = "Dana, my manager"\nwant = "a raise"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "brief.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_small_brief_takes_the_rest_as_usual(tmp_path: Path) -> None:
    """Only scenario, other and want are needed."""
    assert load_brief(written(tmp_path, GOOD)) == Brief("raise", "Dana, my manager", "a raise")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('scenario = "raise"\nother = "Dana"\n', "want is missing"),
        (GOOD.replace('"a raise"', '" "'), "want is empty"),
        (GOOD + "must_say = 3\n", "must_say is 3. Expected up to 3 texts"),
        (GOOD + 'must_say = ["a", "b", "c", "d"]\n', "must_say has 4 lines"),
        (GOOD + "fear_likely = 130\n", "fear_likely is 130. Expected a whole number from 0 to 100"),
        (GOOD + 'confidence = "high"\n', "confidence is “high”"),
        (GOOD + "confidence = true\n", "confidence is true"),
        (GOOD + 'push = "hard"\n', "push is “hard”. Expected one of: easy, realistic, tough"),
        (GOOD + 'decided = "yes"\n', "decided is “yes”. Expected true or false"),
        (GOOD + 'details = "x"\n', "details is “x”"),
        (GOOD + "[details]\nwho = []\n", "details.who is a list"),
        (GOOD + 'wnat = "x"\n', "unknown field wnat"),
        (GOOD.replace('"raise"', '"rise"'), "no scenario named rise"),
        (GOOD + "want = ", "not valid TOML"),
    ],
)
def test_a_wrong_brief_names_the_field_and_what_is_expected(tmp_path: Path, text: str, told: str) -> None:
    """In one line."""
    with pytest.raises(BriefError) as error:
        load_brief(written(tmp_path, text))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_no_brief_at_all_is_told(tmp_path: Path) -> None:
    """With the path."""
    with pytest.raises(BriefError, match=r"There is no brief .*gone\.toml"):
        load_brief(tmp_path / "gone.toml")


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60).map(str.strip)
needed = texts.filter(bool)


@given(
    st.builds(
        Brief,
        scenario=st.just("raise"),
        other=needed,
        want=needed,
        must_say=st.lists(needed, max_size=3).map(tuple),
        fear=texts,
        fear_likely=st.integers(0, 100),
        reaction=texts,
        owed=texts,
        decided=st.booleans(),
        stakes=st.sampled_from(Stakes),
        push=st.sampled_from(Push),
        confidence=st.integers(1, 10),
        details=st.dictionaries(needed, texts, max_size=3),
    )
)
def test_a_written_brief_reads_back_the_same(tmp_path_factory: pytest.TempPathFactory, brief: Brief) -> None:
    """Whatever was typed."""
    assert load_brief(written(tmp_path_factory.mktemp("brief"), dump_brief(brief))) == brief


def test_answers_as_typed_become_a_brief() -> None:
    """Lines are parted by line breaks or semicolons; a choice left empty takes the usual one."""
    answers = {
        "decided": "Yes, I have",
        "stakes": "high",
        "other": "Rick, who owns the garage",
        "want": "31 dollars an hour",
        "must_say": "31 an hour; hybrids\nfrom March",
        "fear_likely": "about 80 I think",
        "manner": "blunt",
        "owed": "",
    }
    brief = brief_from_answers(scenarios.load("raise"), answers)
    assert brief.must_say == ("31 an hour", "hybrids", "from March")
    assert (brief.decided, brief.stakes, brief.fear_likely, brief.owed) == (True, Stakes.HIGH, 80, "")
    assert brief.details["manner"] == "blunt"
    assert brief.details["position"] == "uncertain"


def test_no_example_is_put_into_the_mouth_of_somebody_with_answers_of_their_own() -> None:
    """What they left empty stays out: the critique would miss an example's number in their words."""
    answers = {"other": "Rick, who owns the garage", "want": "31 dollars an hour"}
    brief = brief_from_answers(scenarios.load("raise"), answers)
    assert (brief.must_say, brief.fear, brief.reaction) == ((), "", "")
    assert not {"pay_now", "pay_asked", "reasons"} & set(brief.details)


def test_where_nothing_was_answered_the_example_is_rehearsed() -> None:
    """Choices are no words of one's own, and neither is the example typed again."""
    raise_ = scenarios.load("raise")
    brief = brief_from_answers(raise_, {"push": "tough", "other": "Dana, my manager"})
    assert brief.must_say
    assert "pay_now" in brief.details


@pytest.mark.parametrize(
    ("key", "said", "told"),
    [
        ("decided", "perhaps", "decided: “perhaps” is neither yes nor no"),
        ("stakes", "enormous", "stakes: “enormous” is not one of the choices"),
        ("confidence", "quite", "confidence: “quite” is not a number"),
        ("confidence", "11", "confidence is 11"),
        ("must_say", "a;b;c;d", "must_say has 4 lines"),
    ],
)
def test_a_wrong_answer_names_its_question(key: str, said: str, told: str) -> None:
    """And what would do."""
    with pytest.raises(BriefError) as error:
        brief_from_answers(scenarios.load("raise"), {key: said})
    assert told in str(error.value)


def test_the_small_brief_of_a_dialogue_is_taken() -> None:
    """Its must-say list is called ask and may be longer than three."""
    row = {
        "scenario": "other",
        "brief": {"other": "Trish", "want": "to go", "ask": ["a", "b", "c", "d"], "owed": "x"},
    }
    brief = brief_from_dialogue(row)
    assert (brief.scenario, brief.must_say, brief.owed) == ("other", ("a", "b", "c", "d"), "x")
    with pytest.raises(BriefError, match="no brief"):
        brief_from_dialogue({"scenario": "raise"})
