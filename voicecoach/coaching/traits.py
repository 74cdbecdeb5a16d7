"""What the trained weights may look at: traits of a clause or of a phrase, as names.

No trait tells a name, a gender or a relation apart: swapping them changes no finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from voicecoach.coaching import cues
from voicecoach.coaching.alike import alike
from voicecoach.coaching.clauses import Clause, Word
from voicecoach.coaching.numbers import Amount, amounts, same_value
from voicecoach.coaching.phrases import Phrase
from voicecoach.coaching.scene import Aim, Scene, content_stems, stem

_DENIALS = frozenset(
    {"no", "not", "never", "nope", "nah", "nothing", "none", "neither", "cannot", "without", "nobody"}
)
_YES = frozenset(
    {"yes", "yeah", "okay", "ok", "fine", "alright", "right", "sure", "aye", "deal", "all", "go", "well"}
)
_SUBJECTS = {"i": "i", "we": "we", "you": "you", "it": "it", "that": "it", "this": "it", "they": "they",
             "they3": "they", "there": "there", "my": "my", "your": "your", "the": "the", "please": "please",
             "if": "if", "when": "if"}  # fmt: skip
_TIMES = frozenset({"date", "weekday", "relative", "time", "duration"})


@lru_cache(maxsize=256)
def plain_words(clause: Clause, names: frozenset[str]) -> list[str]:
    """The clause's words with names, genders and numbers made alike."""
    numbers = amounts(" ".join(w.text for w in clause.words))
    found, at = [], 0
    for word in clause.words:
        number = next((a for a in numbers if a.start <= at < a.end), None)
        if number is None:
            found.append("NAME" if word.text.removesuffix("'s") in names else alike(word.text))
        elif number.start == at:
            found.append("WHEN" if number.kind in _TIMES else "NUM")
        at += len(word.text) + 1
    return found


def clause_traits(
    every: Sequence[Clause], i: int, scene: Scene, aim: Aim, names: frozenset[str]
) -> tuple[str, ...]:
    """Traits of clause `i` of a turn."""
    clause = every[i]
    plain = plain_words(clause, names)
    hints = cues.yours(" ".join(plain))
    asked = _asked_for(clause, scene, aim)
    where = _where(every, i, scene)
    traits = {f"w:{w}" for w in plain} | {f"b:{a} {b}" for a, b in pairwise(plain)}
    traits |= {f"t:{' '.join(plain[k : k + 3])}" for k in range(len(plain) - 2)}
    traits |= {f"first:{plain[0]}", f"two:{' '.join(plain[:2])}", f"last:{plain[-1]}"}
    traits |= {f"c:{h}" for h in hints} | set(asked) | set(where)
    traits |= {f"c:{a}+{b}" for a in hints for b in hints if a < b}
    traits |= {f"c:{h}@{s}" for h in hints for s in _stage(scene)}
    traits |= {f"c:{h}&{a}" for h in (*hints, "any") for a in asked}
    traits |= {f"{a}@{s}" for a in asked for s in _stage(scene)}
    traits |= {f"p:{h}" for h in scene.partner} | {f"p:{h}&c:{c}" for h in scene.partner for c in hints}
    traits |= _around(every, i, names) | _stance(every, i, plain, asked, scene)
    return tuple(sorted(traits))


def _stance(
    every: Sequence[Clause], i: int, plain: list[str], asked: Sequence[str], scene: Scene
) -> set[str]:
    """Who does what in the clause, whether it is denied, and whether the turn opened with yes or no."""
    subject = _subject(plain)
    denied = "denied" if any(w in _DENIALS or w.endswith("n't") for w in plain) else "plain"
    answer = _answer(every, i)
    theirs = "theirs" if any(a in {"theirs1", "theirs2", "num-theirs", "when-theirs"} for a in asked) else ""
    other = "other" if "num-other" in asked or "when-other" in asked else ""
    own = "own" if "aim0" not in asked or "num-own" in asked or "when-own" in asked else ""
    stage = _stage(scene)[0]
    bits = {f"subject:{subject}", denied, f"answer:{answer}"}
    bits |= {f"theirs:{theirs}", f"own:{own}", f"other:{other}"}
    found = {f"s:{b}" for b in bits} | {f"s:{b}@{stage}" for b in bits}
    found |= {f"s:{a}&{b}@{stage}" for a in bits for b in bits if a < b}
    found.add(f"s:{subject}/{denied}/{answer}/{theirs}/{own}/{other}@{stage}")
    whole = "whole" if subject != "none" and len(plain) > 2 else "fragment" if len(plain) < 4 else "unclear"
    found |= {f"s:{whole}@{stage}", f"s:{whole}&own:{own}@{stage}", f"s:{whole}&theirs:{theirs}@{stage}"}
    return found | {f"s:{subject}/{denied}&p:{h}" for h in scene.partner}


def _subject(plain: list[str]) -> str:
    for word in plain[:4]:
        head = word.split("'")[0]
        if head in _SUBJECTS:
            return _SUBJECTS[head]
    return "none"


def _answer(every: Sequence[Clause], i: int) -> str:
    """Did the turn, up to this clause, open with a yes or a no?"""
    for clause in every[: i + 1]:
        for word in clause.words[:2]:
            if word.text in _YES:
                return "yes"
            if word.text in _DENIALS:
                return "no"
    return "none"


def _stage(scene: Scene) -> tuple[str, ...]:
    stage = "before" if not scene.asked else "pushed" if scene.pushed else "asked"
    return (stage, f"{stage}-gave") if scene.gave_last else (stage,)


def _asked_for(clause: Clause, scene: Scene, aim: Aim) -> tuple[str, ...]:
    """How the clause bears on what the user came for, and on what the partner just said."""
    stems = content_stems(clause.text)
    shared, told = len(stems & aim.stems), len(stems & scene.said)
    found = [f"aim{min(shared, 3)}", f"told{min(told, 3)}"]
    if stems:
        found.append(f"aimpart{round(2 * shared / len(stems))}")
        found.append(f"theirs{round(2 * len(stems & scene.partner_stems) / len(stems))}")
    for amount in amounts(clause.text):
        found += _amount_traits(amount, scene, aim)
    return tuple(sorted(set(found)))


def _amount_traits(amount: Amount, scene: Scene, aim: Aim) -> list[str]:
    kind = "when" if amount.kind in _TIMES else "num"
    found = [f"{kind}-own" if aim.names(amount) else f"{kind}-other"]
    if any(same_value(amount, theirs) for theirs in scene.partner_amounts):
        found.append(f"{kind}-theirs")
    return found


def _where(every: Sequence[Clause], i: int, scene: Scene) -> list[str]:
    clause = every[i]
    length = len(clause.words)
    size = "1" if length == 1 else "2-3" if length < 4 else "4-7" if length < 8 else "8+"
    found = [f"size:{size}", f"link:{clause.link}", f"closed:{clause.closed}", f"at:{min(i, 4)}"]
    found += [f"stage:{s}" for s in _stage(scene)]
    found += [f"conceded:{min(scene.conceded, 2)}", f"held:{min(scene.held, 2)}"]
    found += [
        f"turn:{min(scene.your_turns, 6)}",
        f"clauses:{min(len(every), 7)}",
        f"links:{_chain(every, i)}",
    ]
    if i == len(every) - 1:
        found.append("at:end")
    if scene.partner_asks:
        found.append("asked-question")
    return found


def _chain(every: Sequence[Clause], i: int) -> int:
    """How many clauses hang together by "and" around clause `i`."""
    first, last = i, i
    while first > 0 and every[first].link == "and":
        first -= 1
    while last + 1 < len(every) and every[last + 1].link == "and":
        last += 1
    return min(last - first, 4)


def _around(every: Sequence[Clause], i: int, names: frozenset[str]) -> set[str]:
    found = set()
    for side, j in (("before", i - 1), ("after", i + 1)):
        if 0 <= j < len(every):
            near = plain_words(every[j], names)
            same = "same" if every[j].sentence == every[i].sentence else "next"
            found |= {f"{side}:{h}" for h in cues.yours(" ".join(near))}
            found |= {f"{side}:{near[0]}", f"{side}:{same}"}
    return found


def phrase_traits(
    text: str, phrase: Phrase, around: Sequence[Word], every: Sequence[Clause], scene: Scene, aim: Aim
) -> tuple[str, ...]:
    """Traits of a nominated phrase: its rule, the words beside it, and whether a fault was owned."""
    before = [alike(w.text) for w in around if w.end <= phrase.start][-2:]
    after = [alike(w.text) for w in around if w.start >= phrase.end][:2]
    inside = [alike(w.text) for w in around if phrase.start <= w.start < phrase.end]
    home = [c for c in every if c.start < phrase.end and phrase.start < c.end]
    hints = cues.yours(home[0].text) if home else ()
    low = text.lower().replace("’", "'")
    fault = "own_fault" in cues.yours(low)
    owed = bool(aim.owed & frozenset(stem(w.text) for w in around))
    traits = {f"rule:{phrase.rule}", f"is:{phrase.label}"}
    traits |= {f"{phrase.label}|{t}" for t in _phrase_words(before, inside, after)}
    traits |= {f"{phrase.label}|c:{h}" for h in hints}
    traits |= {f"{phrase.rule}|{t}" for t in (f"fault:{fault}", f"owed:{owed}", f"asked:{scene.asked}")}
    gap_before, gap_after = text[: phrase.start].rstrip(" "), text[phrase.end :].lstrip(" ")
    traits.add(f"{phrase.rule}|open:{gap_before[-1:] if not gap_before[-1:].isalnum() else 'w'}")
    traits.add(f"{phrase.rule}|close:{gap_after[:1] if not gap_after[:1].isalnum() else 'w'}")
    return tuple(sorted(traits))


def _phrase_words(before: list[str], inside: list[str], after: list[str]) -> set[str]:
    traits = {f"in:{w}" for w in inside} | {f"in:{' '.join(inside[:3])}"}
    traits |= {f"-{len(before) - k}:{w}" for k, w in enumerate(before)}
    traits |= {f"+{k + 1}:{w}" for k, w in enumerate(after)}
    return traits | {f"last:{' '.join(inside[-2:])}"}


def first_names(other: str) -> frozenset[str]:
    """Names that the brief tells, in lower case, so that no trait holds them."""
    return frozenset(m.group().lower() for m in re.finditer(r"\b[A-Z][\w'’-]+", other))
