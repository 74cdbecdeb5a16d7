"""Who a written line says it is by: the persona, the user, somebody else, or nobody."""

from __future__ import annotations

import re
from enum import Enum

from voicecoach.partner.role_words import Persona, role_words

_LABEL = re.compile(
    r"""^[ \t]*(?P<marks>[*_\[<("]{0,4})(?P<name>[A-Za-zÀ-ÿ][\w.'’&\- À-ÿ]{0,38}?)
        [*_]{0,3}(?:[ ]?,?[ ]?(?P<aside>[*_]?[(\[][^)\]\n]{1,60}[)\]][*_]?|[*_][^*_\n]{3,60}[*_]
        |,[ ][\w' -]{3,40}?))?
        [*_\])>]{0,4}[ ]?:[*_]{0,4}[\])]?(?=\s|["“'*_(\[A-Z]|$)[ \t]*""",
    re.X,
)
_DASHED = re.compile(
    r"^[ \t]*[*_]{0,3}(?P<name>[A-Z][\w.'’ ]{0,30}?)[*_]{0,3}(?:, [a-z]{3,}ly)?[ ]+[-–—][ ]+(?=\S)"
)
_INLINE_USER = re.compile(
    r"(?:(?<=[.!?…\"”’)\]*])|(?<=\n)|^)\s*[*_\[(]{0,3}(?:user|you|human|me|client|caller|"
    r"trainee)[*_\])]{0,3}:[*_]{0,3}\s",
    re.I,
)
_INNER = re.compile(r"(?<=[.!?…\"”])[ \t]+[*_\[]{1,3}(?P<name>[A-Z][\w.'’ ]{0,30}?):?[*_\]]{1,3}:?(?=\s)")
_HEADED = re.compile(r"^(?:character|name|speaker|persona|speaking)\s*:\s*", re.I)
_TAGGED = re.compile(
    r"^[\W_]*(?P<name>[\w.'’ ]{1,40}?)(?: then| just)? (?:says|said|replies|replied|responds|responded|"
    r"answers|answered)[^\w\"“]{0,3}(?=[\"“:]|\n)[:,]?\s*"
)


class By(Enum):
    """Whom a label names."""

    PERSONA = "persona"
    USER = "user"
    OTHER = "other"
    NOBODY = "nobody"


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w' &-]", " ", name.lower().replace("’", "'"))).strip()


def whose(name: str, persona: Persona) -> By:
    """Whom a word before a colon names; NOBODY where it is speech."""
    words, plain = role_words(), _plain(name)
    bare = re.sub(r"^(?:the|my|your|a|an) ", "", plain)
    if plain in words.user_labels:
        return By.USER
    if plain in words.reply_labels or _names_the_reply(plain, persona):
        return By.PERSONA
    parts = [w.removesuffix("'s") for w in bare.split()]
    if bare in persona.words or (
        parts and all(w in persona.words or w in {"mr", "mrs", "ms", "dr"} for w in parts)
    ):
        return By.PERSONA
    if any(bare == f"{a}{b}" for a in persona.words for b in persona.words):
        return By.PERSONA  # headteacher for "a head teacher"
    if parts and persona.name and parts[0] == persona.name:
        return By.PERSONA
    first = plain.split()[0] if plain else ""
    if first in words.spoken_labels or not _looks_like_a_name(name):
        return By.NOBODY
    if (
        persona.name
        and len(bare) > 2
        and (persona.name.startswith(bare[:3]) or bare.startswith(persona.name[:3]))
    ):
        return By.PERSONA  # Olly for Oliver
    return By.OTHER


def _names_the_reply(plain: str, persona: Persona) -> bool:
    """ "Dana's response", "Reply from Dana", "Spoken line"."""
    found = re.fullmatch(
        r"(?:(?P<who>[\w']+)'s? |the |next |final )?(?:spoken |in-character )?(?:response|reply|line|"
        r"answer|dialogue)"
        r"(?: (?:as|from|by|of) (?P<by>[\w']+))?",
        plain,
    )
    named = {found["who"], found["by"]} - {None} if found else {""}
    return all(n in persona.words for n in named)


def _looks_like_a_name(name: str) -> bool:
    words = name.strip().split()
    return 0 < len(words) <= 3 and all(
        w[:1].isupper() or w.lower() in {"of", "de", "van", "uncle", "aunty"} for w in words
    )


def take_label(line: str, persona: Persona) -> tuple[By, str]:
    """Whose line it is, and what is left of it."""
    for pattern in (_LABEL, _DASHED, _TAGGED):
        found = pattern.match(line)
        if not found:
            continue
        by = whose(found["name"], persona)
        if pattern is not _LABEL and (
            by is not By.PERSONA or _plain(found["name"]) in role_words().reply_labels
        ):
            continue
        if by is not By.NOBODY:
            return by, line[found.end() :]
    return By.NOBODY, line


def without_inner_labels(line: str, persona: Persona) -> str:
    """The persona's own label out of the middle of a line: "No. **Dana:** I said no."."""

    def put(found: re.Match[str]) -> str:
        return " \x01" if whose(found["name"], persona) is By.PERSONA else found.group()

    return _INNER.sub(put, line)


def is_name_alone(line: str, persona: Persona) -> bool:
    """Is the whole line a heading that names the persona or the reply: "## Judith"?"""
    heading = _HEADED.sub("", line.strip(" #*_:\t[]"))
    if (
        not heading
        or len(heading.split()) > 4
        or re.search(r"[\"“”:.!?…](?:\s|$)", heading.removesuffix("."))
    ):
        return False
    return whose(heading, persona) is By.PERSONA


def names_user(text: str) -> bool:
    """Does a label for the user stand anywhere in the text?"""
    return _INLINE_USER.search(text) is not None
