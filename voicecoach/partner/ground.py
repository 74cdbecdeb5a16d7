"""Whether words of a turn give ground: a finding's, or a plain yes to what the persona has just proposed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicecoach.partner.directive import Directive
from voicecoach.partner.stems import lexicon, pattern, words
from voicecoach.partner.taking_up import question_kind
from voicecoach.types import Finding, Label, Move

SURE = 0.8
"""A concession, a pile of reasons or harshness must be at least this sure against a weighty answer."""


def ground_given(
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
    if only_asks(text, labels - {Label.CONCESSION}):
        return ""
    kept = bool(labels & {Label.HELD, Label.DIRECT}) or plain.startswith("no ")
    kept = kept and not pattern("giving").search(plain)
    for finding in findings:
        if finding.label is not Label.CONCESSION or finding.turn != number or _doubtful(finding, text):
            continue
        surer = any(held.sureness > finding.sureness for held in findings if held.label is Label.HELD)
        if not (kept and (substance or surer)):
            return finding.quote
    if substance or labels & {Label.HELD, Label.DIRECT}:
        return ""
    given = pattern("giving").search(plain)
    if given and not re.search(
        r"\b(?:not|won't|can't|never|don't)\b(?:\s\w+){0,2}\s*$", plain[: given.start()]
    ):
        return given[0]
    proposing = last is not None and last.move in {Move.COUNTER_OFFER, Move.DEFLECT, Move.PRESS, Move.DENY}
    agreed = pattern("agreeing").match(plain)
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
    if pattern("giving").search(f"{quote} {after}"):
        return False
    kept = re.search(r"\bbut (?:i|my|the answer)\b", after)
    refused = re.search(r"\b(?:isn't|not|won't|can't|never|no)\b", quote) and finding.sureness < SURE
    return bool(kept or refused)


def only_asks(text: str, labels: set[Label]) -> bool:
    """One question and nothing else, whose kind is known: "When will you know?"."""
    sentences = [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]
    return (
        len(sentences) == 1
        and labels <= {Label.HEDGE, Label.HELD, Label.FILLER}
        and is_question(text)
        and question_kind(text) not in {"", "can_you", "help", *(("what", "how") if labels else ())}
    )


def is_question(text: str) -> bool:
    first = words(text)[:1]
    return text.rstrip().endswith("?") or bool(first and first[0] in lexicon()["questions"])
