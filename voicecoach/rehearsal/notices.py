"""Messages to the user, by key, from `lexicon/notices.toml`."""

from __future__ import annotations

import tomllib
from functools import cache

from voicecoach.paths import package_data
from voicecoach.rehearsal.events import Notice


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((package_data("lexicon") / "notices.toml").read_text(encoding="utf-8"))


def notice(group: str, key: str, **facts: str) -> Notice:
    """The message, with its facts filled in."""
    return Notice(f"{group}.{key}", _texts()[group][key].format(**facts))
