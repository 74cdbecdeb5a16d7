"""What a model writes around its speech: thoughts, Markdown, emoji, quotation marks."""

from __future__ import annotations

import re

_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>.*?</\1>", re.I | re.S)
_SQUARE_THOUGHT = re.compile(r"\[(think|thinking|thought|reasoning)\].*?\[/\1\]", re.I | re.S)
_THOUGHT_OPENS = re.compile(r"<(think|thinking|thought|reasoning)>", re.I)
_THOUGHT_CLOSES = re.compile(r"^.*</(think|thinking|thought|reasoning)>", re.I | re.S)
_TOKENS = re.compile(
    r"<\|?/?(?:im_end|im_start|end_of_turn|start_of_turn|eot_id|endoftext|end|s|eos|bos)\|?>", re.I
)
_TAGS = re.compile(r"</?(?:i|b|em|strong|u|br|p|span|speak|q|small|big)\s*/?>", re.I)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[ \w]*$", re.M)
_RULE = re.compile(r"^[ \t]*(?:(?:[*_-][ \t]+){2,}[*_-]|-{3,}|\*{3,}|_{3,}|={3,})[ \t]*$", re.M)
_LINE_MARK = re.compile(r"^[ \t]*(?:(?:>[ \t]?)+|[-*+•—–][ \t]+(?=\S)|\d{1,2}[.)][ \t]+(?=[A-Z\"“]))", re.M)
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]*(?=\S)", re.M)
_LINK = re.compile(r"\[([^\]\n]+)\]\(https?://[^)\s]*\)")
_SPACED_STARS = re.compile(r"(?m)^\*[ ](\w[^*\n]{2,60}?)[ ]\*(?=\s)")
_STRUCK = re.compile(r"~~([^~\n]+)~~")
_KAOMOJI = re.compile(r"¯\\_?\(ツ\)_?/¯|\(╯[^)]*\)╯[^\s]*|ʕ[^ʔ]*ʔ|\( ͡° ͜ʖ ͡°\)")
_EMOTICON = re.compile(r"(?<![\w:])(?:[:;=]['’]?-?[)(DPpO/|\\]|<3|</3|[xX]D|:-?\*|\^_\^|-_-)(?![\w/])")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\U0001fb00-\U0001fbff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\u2190-\u21ff"
    "\u200d\u20e3\ufe0e\ufe0f\u3030\u303d\u3297\u3299\U000e0020-\U000e007f]+"
)
_PAIRS = {'"': '"', "“": "”", "'": "'", "‘": "’", "«": "»", "„": "“", "`": "`"}


def without_thoughts(text: str) -> str | None:
    """The text after the model's thoughts in both shapes; None where a thought never closes."""
    text = _SQUARE_THOUGHT.sub("", _THOUGHT.sub("", text))
    text = _THOUGHT_CLOSES.sub("", text)
    return None if _THOUGHT_OPENS.search(text) else text


def without_markdown(text: str) -> str:
    """Headings, lists, quotes, fences, code marks, tags and control tokens off; emphasis is left in."""
    text = _TAGS.sub("", _TOKENS.sub("", text))
    text = _SPACED_STARS.sub(r"*\1*", text)
    text = _RULE.sub("", _FENCE.sub("", text))
    text = _LINK.sub(r"\1", _STRUCK.sub(r"\1", text))
    text = _LINE_MARK.sub("", text)
    text = _LINE_MARK.sub("", _HEADING.sub("", text))
    return text.replace("`", "")


def without_leading_emoji(line: str) -> str:
    """Pictures off the start of a line and off the label there, which they would hide."""
    head, colon, rest = line.partition(":")
    if colon and len(head) <= 40:
        return _EMOJI.sub("", head).lstrip() + colon + rest
    return line


def without_emoji(text: str) -> str:
    """Pictures and smileys off, with the space before them."""
    text = _KAOMOJI.sub("\x00", text)
    text = _EMOTICON.sub("\x00", text)
    text = _EMOJI.sub("\x00", text)
    text = re.sub(r"\s*\x00(?:\s*\x00)*(?=[ \t]*[.,!?;:…]|\s*$)", "", text)
    return re.sub(r"[ \t]*\x00(?:\s*\x00)*[ \t]*", " ", text)


def _second_mark_opens(text: str, mark: str) -> bool:
    """Is the next `mark` after the first an opening one, so that the first one goes around more?"""
    at = text.find(mark, 1)
    before, after = text[at - 1], text[at + 1 : at + 2]
    return (before.isspace() or before in "(—–-") and bool(after) and not after.isspace()


def _goes_around(text: str, opens: str, closes: str) -> bool:
    inner = text[1:-1]
    if opens == closes == "'":
        return not re.search(r"(?<!\w)'\w|\w'(?!\w)", inner)
    if opens == closes:
        return opens not in inner or _second_mark_opens(text, opens)
    depth = 0
    for at, char in enumerate(text):
        depth += (char == opens) - (char == closes)
        if depth <= 0:
            return at == len(text) - 1
    return False


def without_outer_quotes(text: str) -> str:
    """The text with the quotation marks taken off that go around the whole of it; else as it is."""
    text = text.strip()
    while len(text) > 2:
        closes = _PAIRS.get(text[0])
        if closes is None or text[-1] != closes or not _goes_around(text, text[0], closes):
            break
        text = text[1:-1].strip()
    if text[:1] in {'"', "“"} and not re.search(r'["”]', text[1:]):
        text = text[1:].strip()  # the model stopped before it closed its quotation
    return text


def is_quoted(text: str) -> bool:
    """Do quotation marks go around the whole?"""
    stripped = text.strip()
    return len(stripped) > 2 and without_outer_quotes(stripped) == stripped[1:-1].strip()
