"""What the user's turn did to the persona: answered, restated, gave ground, went silent, …

The labels come from the findings, and whether an objection was *answered* from the encoder: something that
bears on it (a fact, a number, an offer, a trade, the other's concern named and the position kept). Saying the
ask again, however politely, answers nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from voicecoach.coaching.numbers import Amount, amounts, same_value
from voicecoach.partner.answering import answer_odds
from voicecoach.partner.directive import Directive
from voicecoach.partner.taking_up import GREETING, giving_way, is_greeting, question_kind
from voicecoach.paths import package_data
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.types import Brief, Finding, Label, Move, Turn

WHOLE = 4.0
"""Weight of an answer that leaves no doubt."""

MET = 2.0
"""Weight from which an objection counts as answered: as likely as not."""

PLAIN = 2.8
"""An answer below this weight is a plain one."""

AS_LIKELY, BEYOND_DOUBT = 0.5, 0.95
"""How sure it must be that a turn answers what was just said, with something of its own in it or not."""

SURE_OF_ANOTHER = 0.65
"""How sure it must be that the turn answers something, where it does not answer what was just said."""

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d[\d,.]*\d|\d")


_PERSONAL = frozenset(
    ["i", "me", "my", "you", "your", "we", "us", "our", "i'm", "i've", "i'd", "i'll", "you're"]
)


_ADDRESSED = frozenset(
    ["you", "your", "you're", "you've", "you'd", "you'll", "we", "us", "our", "we've", "we'd"]
)

SURE = 0.8
"""A concession, a pile of reasons or harshness must be at least this sure against a weighty answer."""

GIVES = 0.4
"""How likely a turn must give ground as a whole, where no stretch of it was found to."""

_DOUBTED = frozenset({Label.CONCESSION, Label.JUSTIFYING, Label.HARSH})


class Did(StrEnum):
    """What the turn mostly did."""

    SILENT = "silent"
    NONSENSE = "nonsense"
    CONCEDED = "conceded"
    HARSH = "harsh"
    ANSWERED = "answered"
    APOLOGISED = "apologised"
    PILED = "piled"
    HEDGED = "hedged"
    ASKED = "asked"
    RESTATED = "restated"
    QUESTION = "question"
    TALKED = "talked"


@dataclass(frozen=True, slots=True)
class Reading:
    """One turn of the user's, as the mind takes it."""

    did: Did
    asked: bool = False
    """Did it state the ask, the decision or the limit?"""
    harsh: bool = False
    apologised: bool = False
    weight: float = 0.0
    """Weight of evidence that the objection was answered."""
    topical: bool = False
    """Does it touch what the objection is about?"""
    plain: bool = False
    """Was it answered, but only just?"""
    fit: float = 1.0
    """How well an answer fits the objection just raised, 0 to 1."""
    instead: str = ""
    """Key of the objection that it answers instead."""
    number: str = ""
    """The asked amount as the user said it, where they did."""
    date: str = ""
    """The asked date as the user said it."""
    gave: str = ""
    """The words that gave ground."""
    about: str = ""
    """What a line can take up: the kind of question, the way ground was given, a greeting."""
    named: str = ""
    """An amount that was named here for the first time, and is not the asked one."""
    nothing_new: bool = True
    """Was it all said before?"""
    stems: frozenset[str] = field(default=frozenset())
    """Content of the turn, for what counts as new later."""


@cache
def _lexicon() -> dict[str, tuple[str, ...]]:
    with (package_data("lexicon") / "answering.toml").open("rb") as file:
        raw = tomllib.load(file)
    return {key: tuple(value.split() if isinstance(value, str) else value) for key, value in raw.items()}


@cache
def _stems_of(key: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _lexicon()[key])


@cache
def _pattern(key: str) -> re.Pattern[str]:
    phrases = sorted(_lexicon()[key], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in phrases) + r")\b")


def words(text: str) -> list[str]:
    """Lower-case words, with straight apostrophes."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def stem(word: str) -> str:
    """A rough stem: enough for "asking" and "asked" to meet."""
    word = word.removesuffix("'s")
    for ending in ("ingly", "edly", "ful", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word.removesuffix("e") if len(word) > 4 else word


def content(text: str) -> frozenset[str]:
    """Stems of the words that carry something."""
    stop = frozenset(_lexicon()["stop"])
    return frozenset(stem(word) for word in words(text) if word not in stop and len(word) > 1)


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said so far, against which a turn is new or not."""

    stems: frozenset[str] = frozenset()
    """Content of the user's earlier turns."""
    numbers: tuple[str, ...] = ()
    """The user's earlier numbers and dates, as said."""
    partner: str = ""
    """The persona's last line, as heard."""


def read_turn(
    turn: Turn,
    findings: Sequence[Finding],
    brief: Brief,
    scenario: Scenario,
    last: Directive | None = None,
    said: Said = Said(),
    *,
    gives: float = 0.0,
) -> Reading:
    """What `turn` did, given the findings on it, how likely it gives ground, and what was said before."""
    text = turn.text.strip()
    if not words(text):
        return Reading(Did.SILENT)
    ask = _Ask(brief, scenario)
    nothing_new = len(content(text) - ask.stems - said.stems - _stems_of("asking") - ask.names) < 2
    weight, fits = answer_weight(text, ask, scenario, said)
    findings = _believed(findings, turn, weight)
    labels = {finding.label for finding in findings}
    sorry = Label.APOLOGY in labels
    if scenario.apology_fits:
        labels.discard(Label.APOLOGY)
    asked = Label.DIRECT in labels or ask.made_in(text) or (sorry and scenario.apology_fits)
    gave = _ground_given(text, findings, labels, last, turn.number, substance=weight >= MET + 1)
    if not gave and gives >= GIVES and not _only_asks(text, labels):
        gave = text
    did = _what(text, labels, weight=weight, asked=asked, gave=gave, ask=ask, said=said)
    fit, instead = fit_of(text, scenario, last)
    named = [new for new in ask.new_amounts(text, said) if new.kind in {"money", "percent"}]
    return Reading(
        did,
        asked=asked,
        harsh=Label.HARSH in labels,
        apologised=sorry,
        weight=weight,
        topical=bool(content(text) & _topic(scenario, last)),
        plain=weight < PLAIN,
        fit=fit if fits else min(fit, FIT_OF_ANOTHER),
        instead=instead,
        number=ask.said_in(text, "money", "percent"),
        date=ask.said_in(text, "date", "weekday"),
        gave=gave,
        about=_about(did, text, gave, ask),
        named=text[named[0].start : named[0].end] if named else "",
        nothing_new=nothing_new,
        stems=content(text),
    )


def _about(did: Did, text: str, gave: str, ask: _Ask) -> str:
    """What of the turn a line can take up."""
    if did is Did.CONCEDED:
        return giving_way(gave, text)
    if did is Did.QUESTION:
        return question_kind(text)
    return GREETING if is_greeting(text, ask.names) else ""


def _believed(findings: Sequence[Finding], turn: Turn, weight: float) -> list[Finding]:
    """The turn's findings, without doubtful ones that a weighty answer contradicts."""
    here = [finding for finding in findings if finding.turn == turn.number]
    if weight < MET + 0.5 or _pattern("giving").search(" ".join(words(turn.text))):
        return here
    return [finding for finding in here if finding.label not in _DOUBTED or finding.sureness >= SURE]


def _what(
    text: str,
    labels: set[Label],
    *,
    weight: float,
    asked: bool,
    gave: str,
    ask: _Ask,
    said: Said,
) -> Did:
    """The first that holds, the ones that matter most to the persona first."""
    weak = 2 * (Label.APOLOGY in labels) + (Label.HEDGE in labels)
    rules = (
        (bool(gave), Did.CONCEDED),
        (Label.HARSH in labels, Did.HARSH),
        (not labels and _is_nonsense(text, ask, said), Did.NONSENSE),
        (_only_asks(text, labels) and (weight < MET or bool(question_kind(text))), Did.QUESTION),
        (weight - weak >= MET and Label.JUSTIFYING not in labels, Did.ANSWERED),
        (Label.JUSTIFYING in labels, Did.PILED),
        (Label.APOLOGY in labels, Did.APOLOGISED),
        (Label.HEDGE in labels, Did.HEDGED),
        (asked and not said.stems & ask.stems, Did.ASKED),
        (asked or Label.HELD in labels, Did.RESTATED),
        (_is_question(text), Did.QUESTION),
        (bool(content(text) & ask.stems), Did.RESTATED),
    )
    return next((did for holds, did in rules if holds), Did.TALKED)


class _Ask:
    """What the user asks for, as words and numbers."""

    def __init__(self, brief: Brief, scenario: Scenario) -> None:
        want = content(brief.want)
        short = [line for line in brief.must_say if content(line) & want or len(content(line)) <= 2]
        self.want = brief.want
        self.text = " . ".join([brief.want, *short])
        self.amounts = amounts(" . ".join([brief.want, *brief.must_say]))
        self.lines = tuple(content(line) for line in (brief.want, *short))
        self.words = content(self.text)
        self.stems = self.words | frozenset(stem(word) for word in scenario.ask_words)
        self.names = content(f"{brief.other} {' '.join(_lexicon()['vocatives'])}")
        self.topics = content(" ".join(word for item in scenario.objections for word in item.topic))

    def said_in(self, text: str, *kinds: str) -> str:
        """The asked amount or date as it is said here."""
        for amount in amounts(text):
            if amount.kind in kinds and any(same_value(amount, own) for own in self.amounts):
                return text[amount.start : amount.end]
        return ""

    def stated_in(self, text: str) -> bool:
        """Enough of the ask's own words, or its number, stand in a statement."""
        here = content(text)
        enough = any(len(here & line) >= max(2, round(0.6 * len(line))) for line in self.lines if line)
        return enough or bool(self.said_in(text, "money", "percent", "date"))

    def made_in(self, text: str) -> bool:
        """Is it stated, or asked for in words that make a demand of what it is about?"""
        demanded = _pattern("demanding").search(" ".join(words(text)))
        return self.stated_in(text) or bool(demanded and content(text) & self.stems)

    def new_amounts(self, text: str, said: Said) -> list[Amount]:
        """Numbers and dates that are neither the ask's nor said before."""
        before = [amount for turn in (*said.numbers, said.partner) for amount in amounts(turn)]
        known = (*self.amounts, *before)
        return [amount for amount in amounts(text) if not any(same_value(amount, old) for old in known)]


def answer_weight(text: str, ask: _Ask, scenario: Scenario, said: Said) -> tuple[float, bool]:
    """How much of an answer the text is, `MET` and above being one, and whether to what was just said.

    What has all been said before answers nothing. Where the talk is about work, naming their concern and
    staying put is not enough: there must be something of one's own in it.
    """
    here = content(text)
    if here <= ask.stems | said.stems or not _bears_on_the_talk(text, ask, said):
        return 0.0, True
    own = here - ask.stems - said.stems - content(said.partner) - _stems_of("asking") - ask.names
    bar = AS_LIKELY if scenario.warmth or len(own) >= 2 or ask.new_amounts(text, said) else BEYOND_DOUBT
    fits = answer_odds(said.partner, text, ask.want) if said.partner else 0.0
    if fits >= bar:
        return WHOLE * fits, True
    anything = answer_odds("", text, ask.want)
    if anything >= max(bar, SURE_OF_ANOTHER):
        return WHOLE * anything, False
    return WHOLE * min(max(fits, anything), 0.45), True


FIT_ELSEWHERE = 2
"""So many words of another objection's topic, and none of the one just raised: it answers that other one."""

FIT_OF_ANOTHER = 0.7
"""What such an answer counts."""


def fit_of(text: str, scenario: Scenario, last: Directive | None) -> tuple[float, str]:
    """How well an answer fits the objection just raised, and which one it answers instead."""
    if last is None or not last.objection:
        return 1.0, ""
    here = content(text)
    touched = {item.key: len(here & content(" ".join(item.topic))) for item in scenario.objections}
    if touched.pop(last.objection, 0) or not any(touched.values()):
        return 1.0, ""
    other = max(touched, key=lambda key: touched[key])
    return (FIT_OF_ANOTHER, other) if touched[other] >= FIT_ELSEWHERE else (1.0, "")


def _topic(scenario: Scenario, last: Directive | None) -> frozenset[str]:
    objection = scenario.objection(last.objection) if last else None
    return content(" ".join(objection.topic)) if objection else frozenset()


def _ground_given(
    text: str,
    findings: Sequence[Finding],
    labels: set[Label],
    last: Directive | None,
    number: int,
    *,
    substance: bool,
) -> str:
    """The words that gave ground: a finding's, or a plain yes to what the persona has just proposed."""
    plain = " ".join(words(text))
    if _only_asks(text, labels - {Label.CONCESSION}):
        return ""
    kept = bool(labels & {Label.HELD, Label.DIRECT}) or plain.startswith("no ")
    kept = kept and not _pattern("giving").search(plain)
    for finding in findings:
        if finding.label is not Label.CONCESSION or finding.turn != number or _doubtful(finding, text):
            continue
        surer = any(held.sureness > finding.sureness for held in findings if held.label is Label.HELD)
        if not (kept and (substance or surer)):
            return finding.quote
    if substance or labels & {Label.HELD, Label.DIRECT}:
        return ""
    given = _pattern("giving").search(plain)
    if given and not re.search(
        r"\b(?:not|won't|can't|never|don't)\b(?:\s\w+){0,2}\s*$", plain[: given.start()]
    ):
        return given[0]
    proposing = last is not None and last.move in {Move.COUNTER_OFFER, Move.DEFLECT, Move.PRESS, Move.DENY}
    agreed = _pattern("agreeing").match(plain)
    if (
        proposing
        and agreed
        and len(plain.split()) <= 12
        and not re.search(r"\b(?:but|and|still|no|not|what about|how about)\b", plain)
        and not text.rstrip().endswith("?")
    ):
        return agreed[0]
    return ""


def _doubtful(finding: Finding, text: str) -> bool:
    """Is it rather no ground given: kept by what comes after ("let's walk, but I …"), or a refusal?"""
    after = " ".join(words(text[finding.at[1] :]))
    quote = " ".join(words(finding.quote))
    if _pattern("giving").search(f"{quote} {after}"):
        return False
    kept = re.search(r"\bbut (?:i|my|the answer)\b", after)
    refused = re.search(r"\b(?:isn't|not|won't|can't|never|no)\b", quote) and finding.sureness < SURE
    return bool(kept or refused)


def _only_asks(text: str, labels: set[Label]) -> bool:
    """One question and nothing else, whose kind is known: "When will you know?"."""
    sentences = [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]
    return (
        len(sentences) == 1
        and labels <= {Label.HEDGE, Label.HELD, Label.FILLER}
        and _is_question(text)
        and question_kind(text) not in {"", "can_you", "help", *(("what", "how") if labels else ())}
    )


def _is_question(text: str) -> bool:
    first = words(text)[:1]
    return text.rstrip().endswith("?") or bool(first and first[0] in _lexicon()["questions"])


def _touches(text: str, ask: _Ask, said: Said) -> bool:
    """Does a word of it belong to what is talked about?"""
    known = (
        ask.stems,
        ask.topics,
        said.stems,
        content(said.partner),
        _stems_of("asking"),
        _stems_of("deeds"),
    )
    plain = " ".join(words(text))
    return any(content(text) & stems for stems in known) or any(
        _pattern(key).search(plain) for key in ("offers", "trades", "agreeing", "acknowledging")
    )


def _bears_on_the_talk(text: str, ask: _Ask, said: Said) -> bool:
    """Is it of the matter at all, or of the two of them, or does it measure something?"""
    addressed = _ADDRESSED & set(words(text))
    measured = any(amount.kind != "count" for amount in ask.new_amounts(text, said))
    return bool(addressed) or measured or _touches(text, ask, said)


def _is_nonsense(text: str, ask: _Ask, said: Said) -> bool:
    """Nothing in it touches the talk: no person, no number, no word of it."""
    touches = _touches(text, ask, said) or _is_question(text) or is_greeting(text, ask.names)
    measured = any(amount.kind != "count" for amount in amounts(text))
    return len(content(text)) >= 2 and not touches and not _PERSONAL & set(words(text)) and not measured
