"""Stage directions: which marked stretches of a line are done rather than said."""

from __future__ import annotations

import re
from collections.abc import Callable

from voicecoach.partner.role_words import role_words

_MARKED = re.compile(
    r"(?P<star>\*{1,3})(?P<in_star>[^*\n]+?)(?P=star)"
    r"|(?<![\w_])(?P<bar>_{1,3})(?P<in_bar>[^_\n]+?)(?P=bar)(?![\w_])"
    r"|\[(?P<in_square>[^\]\[]+)\]"
    r"|\((?P<in_round>[^()]+)\)"
    r"|\{(?P<in_curly>[^{}\"]+)\}"
    r"|<(?P<in_angle>[a-z][a-z' ]{2,40})>"
    r"|~(?P<in_wave>[^~\n]{3,40})~"
)
_FIRST_OR_SECOND = re.compile(
    r"\b(?:i|i'm|i've|i'll|i'd|me|my|we|we're|our|us|you|you're|your|let's|don't|isn't|can't|won't)\b"
)
_NOT_A_VERB = frozenset({
    "yes", "thanks", "this", "is", "was", "has", "does", "its", "it's", "that's", "always", "perhaps",
    "unless", "us", "less", "plus", "ours", "yours", "hers", "theirs", "sometimes", "besides",
    "nowadays", "months", "weeks", "years", "days", "hours", "minutes", "thousands", "hundreds",
    "pounds", "dollars", "sales", "sums", "his", "as",
})  # fmt: skip
_AFTER_A_VERB = re.compile(
    r"^\w+(?:s|es) (?:his|her|their|its|the|a|an|up|down|at|back|away|out|off|over|to|in|on|into|from|"
    r"with|for|again|"
    r"slowly|quietly|softly|loudly|hard|around|through|across|forward|closer|once|heavily|silently|under|"
    r"and|one|both|"
    r"nervously|awkwardly|angrily|coldly|sharply|deeply|sarcastically|briefly|bitterly|firmly|gently|you|"
    r"your)\b"
)
_THIRD_PERSON = re.compile(r"^(?:he|she|they|then|[a-z]+)(?: \w+ly)? (?P<verb>\w+s)\b")


def _opens_a_direction(text: str) -> bool:
    words = role_words()
    first = text.split(maxsplit=1)[0].strip(",.;:") if text.split() else ""
    return first in words.direction_verbs or any(
        re.match(rf"{re.escape(o)}\b", text) for o in words.direction_openers
    )


def is_direction(inside: str, before: str, after: str, *, bracket: str, name: str = "") -> bool:
    """Is a marked stretch something done? `before` and `after` are the text on either side of it."""
    text = inside.lower().replace("’", "'").strip(" .*_!…")
    if not text:
        return True
    words = text.split()
    flows_on = bool(re.match(r"\s*[a-z,;]", after)) and not re.search(r"[.!?…\"”:—]\s*$|^\s*$", before)
    first = words[0].strip(",.;:")
    if first in role_words().direction_verbs:
        return not (flows_on and bracket in "*_" and len(words) == 1 and text not in _UNMISTAKABLE)
    if _BODY.match(text) and not flows_on:
        return True
    third = _THIRD_PERSON.match(text)
    if (
        third
        and (words[0] == name or words[0] in {"he", "she", "they", "then"})
        and third["verb"] in role_words().direction_verbs
    ):
        return True
    if bracket == "[":
        return not _FIRST_OR_SECOND.search(text) or _opens_a_direction(text)
    if _FIRST_OR_SECOND.search(text) and not _opens_a_direction(text):
        return False
    starts_sentence = bool(re.search(r"[.!?…\"”:—]\s*$|^\s*$", before))
    into_lower = bool(re.match(r"\s*[a-z,;]", after)) or bool(re.match(r"[.?!]", after))
    if bracket in "*_" and (not starts_sentence or into_lower):
        return len(words) > 1 and _AFTER_A_VERB.match(text) is not None and first not in _NOT_A_VERB
    if _opens_a_direction(text):
        return len(words) > 1 or bracket not in "*_" or first.endswith(("ing", "ly")) or first in _ALONE
    if first in _NOT_A_VERB:
        return False
    if bracket in "*(" and starts_sentence and _done_by_itself(inside, words):
        return True
    return _AFTER_A_VERB.match(text) is not None or (
        bracket == "("
        and first.endswith("ly")
        and len(words) <= 3
        and first
        not in {
            "only",
            "really",
            "finally",
            "hopefully",
            "obviously",
            "apparently",
            "honestly",
            "supposedly",
            "allegedly",
            "family",
            "usually",
            "nearly",
            "early",
            "july",
            "probably",
            "clearly",
            "mostly",
            "actually",
            "especially",
            "including",
        }
    )


def _done_by_itself(inside: str, words: list[str]) -> bool:
    """ "whittling", "blows whistle", "without turning round": small letters, no sentence, something done."""
    first = words[0]
    if not inside[:1].islower() or re.search(r"[.!?]$", inside.strip()) or len(words) > 6:
        return False
    doing = first.endswith("ing") and len(first) > 5 and first not in _NOT_DONE
    acts = len(words) > 1 and re.fullmatch(r"[a-z]{3,}[^s]s", first) is not None
    return doing or acts or (first in {"without", "while", "from", "over", "under"} and len(words) > 1)


_NOT_DONE = frozenset({
    "nothing", "anything", "something", "everything", "morning", "evening", "including", "according",
    "assuming", "considering", "speaking", "counting", "depending", "wedding", "building", "meeting",
})  # fmt: skip
_BODY = re.compile(
    r"^(?:(?:his|her|their|the) (?:\w+ )?(?:voice|eyes?|face|brows?|eyebrows?|jaw|lips?|mouth|hands?|"
    r"arms?|shoulders?|"
    r"smile|gaze|chin|head|tone|expression|fingers?|fork|pen|phone|door|chair|kettle)\b|[a-z]{5,}ly$|"
    r"to (?:your|his|her|"
    r"the|him|her)\w* ?\w*$|(?:he|she|they) (?:\w+ly )?\w+s (?:his|her|their|the|a|up|down|at|back|away|"
    r"for|to|out)\b)"
)
_UNMISTAKABLE = frozenset({
    "sighs", "laughs", "chuckles", "smiles", "smirks", "grins", "shrugs", "frowns", "scoffs", "snorts",
    "sniffs", "winces", "groans", "blinks",
})  # fmt: skip
_ALONE = frozenset({
    "pause", "silence", "beat", "deadpan", "softer", "louder", "quieter", "annoyed", "irritated",
    "exasperated", "frustrated", "aside",
})  # fmt: skip


def without_directions(text: str, name: str, keep: Callable[[str], None]) -> str:
    """Directions out, each leaving one mark (\\x01); emphasis unmarked; `keep` is told what was taken out."""

    def put(found: re.Match[str]) -> str:
        inside = next(
            g
            for g in (
                found["in_star"],
                found["in_bar"],
                found["in_square"],
                found["in_round"],
                found["in_curly"],
                found["in_angle"],
                found["in_wave"],
            )
            if g is not None
        )
        bracket = found.group()[0]
        before, after = found.string[: found.start()].rstrip("\x01"), found.string[found.end() :]
        note = role_words().turn_notes.match(inside.lower().strip(" *_[]().?!").replace("’", "'"))
        if bracket == "*" and len(inside.split()) == 1:
            note = None
        if bracket in "<{~" or note or is_direction(inside, before, after, bracket=bracket, name=name):
            keep(inside)
            return "\x01"
        return inside if bracket in "*_" else found.group()

    while True:
        taken = _MARKED.sub(put, text)
        if taken == text:
            return taken
        text = taken
