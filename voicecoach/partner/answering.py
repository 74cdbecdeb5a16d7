"""Does a turn answer what was objected? The encoder judges it as a whole; what is not new, or has nothing to
do with the talk, answers nothing.
"""

from __future__ import annotations

from voicecoach.coaching.numbers import amounts
from voicecoach.partner.directive import Directive
from voicecoach.partner.ground import is_question
from voicecoach.partner.stems import content, pattern, stems_of, words
from voicecoach.partner.taking_up import is_greeting
from voicecoach.partner.the_ask import Ask, Said
from voicecoach.rehearsal.scenario import Scenario

WHOLE = 4.0
"""Weight of an answer that leaves no doubt."""

MET = 2.0
"""Weight from which an objection counts as answered."""

PLAIN = 3.8
"""An answer below this weight is a plain one."""

LIKELY, BEYOND_DOUBT = 0.7, 0.97
"""How sure it must be that a turn answers what was objected, with something of its own in it or not."""

_PERSONAL = frozenset(
    ["i", "me", "my", "you", "your", "we", "us", "our", "i'm", "i've", "i'd", "i'll", "you're"]
)

_ADDRESSED = frozenset(
    ["you", "your", "you're", "you've", "you'd", "you'll", "we", "us", "our", "we've", "we'd"]
)


def answer_weight(text: str, ask: Ask, scenario: Scenario, said: Said, odds: float) -> float:
    """How much of an answer the text is, `MET` and above being one; `odds` are the encoder's, 0 to 1.

    What has all been said before answers nothing. Where the talk is about work, naming their concern and
    staying put is not enough: there must be something of one's own in it.
    """
    here = content(text)
    if here <= ask.stems | said.stems or not _bears_on_the_talk(text, ask, said):
        return 0.0
    own = here - ask.stems - said.stems - content(said.partner) - stems_of("asking") - ask.names
    bar = LIKELY if scenario.warmth or len(own) >= 2 or ask.new_amounts(text, said) else BEYOND_DOUBT
    return WHOLE * (odds if odds >= bar else min(odds, 0.45))


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


def topic_of(scenario: Scenario, last: Directive | None) -> frozenset[str]:
    """What the objection just raised is about."""
    objection = scenario.objection(last.objection) if last else None
    return content(" ".join(objection.topic)) if objection else frozenset()


def _touches(text: str, ask: Ask, said: Said) -> bool:
    """Does a word of it belong to what is talked about?"""
    known = (
        ask.stems,
        ask.topics,
        said.stems,
        content(said.partner),
        stems_of("asking"),
        stems_of("deeds"),
    )
    plain = " ".join(words(text))
    return any(content(text) & stems for stems in known) or any(
        pattern(key).search(plain) for key in ("offers", "trades", "agreeing", "acknowledging")
    )


def _bears_on_the_talk(text: str, ask: Ask, said: Said) -> bool:
    """Is it of the matter at all, or of the two of them, or does it measure something?"""
    addressed = _ADDRESSED & set(words(text))
    measured = any(amount.kind != "count" for amount in ask.new_amounts(text, said))
    return bool(addressed) or measured or _touches(text, ask, said)


def is_nonsense(text: str, ask: Ask, said: Said) -> bool:
    """Nothing in it touches the talk: no person, no number, no word of it."""
    touched = _touches(text, ask, said) or is_question(text) or is_greeting(text, ask.names)
    measured = any(amount.kind != "count" for amount in amounts(text))
    return len(content(text)) >= 2 and not touched and not _PERSONAL & set(words(text)) and not measured
