"""What the persona must not know: what the user wants and must say, while it is unsaid, and that they fear.

The last gate before a prompt: whatever scenario, brief and mind put into it, a text that would tell is
found out here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voicecoach.coaching.aim import content_stems
from voicecoach.coaching.musts import Standing, must_say
from voicecoach.coaching.numbers import Amount, amounts, same_value
from voicecoach.types import Brief, Turn

RUN_WORDS = 4
"""So many words in a row, shared with an unsaid line, tell it."""

_FEAR = re.compile(r"\bfear", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What has not been said yet."""

    lines: tuple[str, ...]
    """The want and the must-say lines that are unsaid."""
    numbers: tuple[Amount, ...]
    """Amounts in any of the brief's lines that nobody has named."""

    @classmethod
    def of(cls, brief: Brief, history: Sequence[Turn] = ()) -> Secrets:
        """What is still unsaid after `history`."""
        all_lines = tuple(line for line in (brief.want, *brief.must_say) if line.strip())
        fates = must_say(history, replace(brief, must_say=all_lines))
        named = [amount for turn in history for amount in amounts(turn.text)]
        wanted = [amount for line in all_lines for amount in amounts(line)]
        return cls(
            tuple(must.line for must in fates if must.standing is not Standing.SAID),
            tuple(a for a in wanted if _telling(a) and not any(same_value(a, b) for b in named)),
        )

    def told_by(self, text: str) -> bool:
        """Would `text` tell any of it?"""
        return (
            bool(_FEAR.search(text))
            or any(same_value(own, other) for own in self.numbers for other in amounts(text))
            or any(_tells(text, line) for line in self.lines)
        )


def _telling(amount: Amount) -> bool:
    """ "One" and "two" stand in every other sentence."""
    return amount.value > 2 or amount.kind in {"money", "percent", "date"}


def _tells(text: str, line: str) -> bool:
    said, secret = _words(text), _words(line)
    stems = content_stems(line)
    if len(stems) >= 3 and stems <= content_stems(text):
        return True
    if len(secret) < RUN_WORDS:
        return len(stems) >= 2 and _holds(said, secret)
    runs = (secret[at : at + RUN_WORDS] for at in range(len(secret) - RUN_WORDS + 1))
    return any(len(content_stems(" ".join(run))) >= 2 and _holds(said, run) for run in runs)


def _holds(words: list[str], run: list[str]) -> bool:
    return f" {' '.join(run)} " in f" {' '.join(words)} "


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
