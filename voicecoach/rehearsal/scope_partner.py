"""May this line of the other person's be spoken? A model can write a threat; nobody has to hear it.

Only rules look: over all authored lines and some hundred annotated ones they find nothing, where the
classifier, which is trained on what users say, would stop one line in a hundred.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from voicecoach.paths import package_data
from voicecoach.rehearsal.scope_rules import rule_for
from voicecoach.rehearsal.scope_text import plain
from voicecoach.rehearsal.scope_words import without_idioms


@cache
def _threats() -> re.Pattern[str]:
    with (package_data("lexicon") / "threats.toml").open("rb") as file:
        data = tomllib.load(file)
    patterns = "|".join(data["threats"]["patterns"])
    return re.compile(patterns.replace("{will}", data["will"]["will"]))


def may_be_heard(line: str) -> bool:
    """Is there no threat in a line, as far as it has come, and nothing that a rule knows for danger?"""
    rule = rule_for(line)
    if rule is not None and rule.label in ("refer", "emergency"):
        return False
    return not _threats().search(without_idioms(plain(line)))
