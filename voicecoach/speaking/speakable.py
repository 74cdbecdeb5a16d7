"""What a voice should read aloud for a written line."""

from __future__ import annotations


def speakable(text: str) -> str:
    return text.strip()
