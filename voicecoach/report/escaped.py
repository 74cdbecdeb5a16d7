"""Somebody's words as plain text inside Markdown."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~$!&])")
_STARTS = re.compile(r"^(\s*)(?:([#>+=-])|(\d+)([.)])(?=\s))")


def as_markdown(text: object) -> str:
    """On one line, with nothing in it that Markdown or HTML would take for its own."""
    line = _MARKUP.sub(r"\\\1", " ".join(str(text).split()))
    line = re.sub(r"(?i)\b(https?|ftp|mailto):", r"\1\\:", line)
    line = re.sub(r"(?i)\bwww\.", r"www\\.", line)
    return _STARTS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", line)
