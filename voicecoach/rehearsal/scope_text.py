"""Spoken and typed English made plain, so that one pattern reads every spelling of it."""

from __future__ import annotations

import re
import unicodedata

_WHOLE = {
    "can't": "cannot", "cant": "cannot", "won't": "will not", "wont": "will not", "shan't": "shall not",
    "im": "i am", "ive": "i have", "i'd": "i would", "dont": "do not", "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not", "wasnt": "was not", "arent": "are not", "werent": "were not", "havent": "have not",
    "hasnt": "has not", "hadnt": "had not", "wouldnt": "would not", "couldnt": "could not",
    "shouldnt": "should not", "hes": "he is", "shes": "she is", "theyre": "they are", "youre": "you are",
    "thats": "that is", "whats": "what is", "theres": "there is", "youve": "you have", "theyve": "they have",
    "weve": "we have", "youll": "you will", "theyll": "they will", "hell": "hell", "gonna": "going to",
    "gunna": "going to", "wanna": "want to", "gotta": "have to", "rn": "right now", "abt": "about",
    "bc": "because",
    "cuz": "because", "cos": "because", "ur": "your", "u": "you", "tho": "though", "idk": "i do not know",
    "ain't": "is not", "aint": "is not", "anymore": "any more", "dya": "do you", "dinnae": "do not",
    "cannae": "cannot", "willnae": "will not", "didnae": "did not", "pls": "please", "tmrw": "tomorrow",
    "tmr": "tomorrow", "convo": "conversation", "conv": "conversation", "2nite": "tonight",
    "tonite": "tonight",
    "b4": "before", "w": "with", "ppl": "people", "mam": "mum", "gf": "girlfriend", "bf": "boyfriend",
    "mil": "mother-in-law", "let's": "let us", "alot": "a lot", "lemme": "let me",
}  # fmt: skip
_ENDINGS = (
    ("n't", " not"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'d", " would"),
    ("'m", " am"),
)
_IS = {
    "he",
    "she",
    "it",
    "that",
    "there",
    "what",
    "who",
    "where",
    "here",
    "how",
    "everything",
    "nothing",
    "someone",
}
_TOKEN = re.compile(r"[a-zà-ÿ0-9&]+(?:[-'][a-zà-ÿ0-9]+)*|[.!?;\n]+")


_LOOKS_LIKE = str.maketrans(
    "аеорсухіјѕԁԛһкмтвнАЕОРСУХІЈЅКМТВНαειοκνρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdqhkmtbhAEOPCYXIJSKMTBHaeioknptyxABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that are read as Latin ones where they stand among these."""
_PARTED = re.compile(
    r"(?<![^\W_])[a-z](?:[.\-_*·][a-z]){2,}(?![^\W_])|(?<!\w)[a-z](?: [a-z]){3,}(?!\w)", re.IGNORECASE
)
"""A word written letter by letter."""


def _spelled_out(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    for ending, full in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)] + full
    if word.endswith("'s") and word[:-2] in _IS:
        return word[:-2] + " is"
    return word


def legible(text: str) -> str:
    """As a reader sees it: no sign without a width, no accent, no letter in another dress or from another
    alphabet, no word in single letters."""
    apart = unicodedata.normalize("NFKD", text)
    seen = "".join(c for c in apart if unicodedata.category(c) not in ("Mn", "Cf"))
    if re.search("[a-z]", seen, re.I):
        seen = seen.translate(_LOOKS_LIKE)
    whole = _PARTED.sub(lambda m: re.sub(r"[\W_]", "", m[0]), seen)
    return unicodedata.normalize("NFC", whole)


def plain(text: str) -> str:
    """Lower case, contractions and chat spellings spelled out, sentences ended by a lone dot."""
    straight = text.lower().replace("’", "'").replace("‘", "'")
    words = [_spelled_out(t) if t[0].isalnum() else "." for t in _TOKEN.findall(straight)]
    return " ".join(words)


def stem(word: str) -> str:
    """A rough stem: endings off, so that "hitting", "hits" and "hit" meet."""
    for ending in ("ingly", "edly", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            base = word[: -len(ending)]
            if ending in ("ies", "ied"):
                return base + "y"
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "ls":
                base = base[:-1]
            return base
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
