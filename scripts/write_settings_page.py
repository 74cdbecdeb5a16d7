#!/usr/bin/env python3
"""Writes docs/settings.md from the settings table. A test fails where it was forgotten."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from voicecoach.settings import Setting, table  # noqa: E402

PAGE = ROOT / "docs" / "settings.md"

HEAD = """\
# Settings

Written by `scripts/write_settings_page.py` from `voicecoach/data/settings.toml`.

`voicecoach config show` lists them with their values, `voicecoach config set KEY VALUE` changes one, and
`voicecoach config path` says where the file is. It is TOML and may be edited by hand; comments stay.
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(entry(setting) for setting in table().values())


def entry(setting: Setting) -> str:
    """One setting."""
    default = str(setting.default).lower() if isinstance(setting.default, bool) else setting.default
    lines = [f"\n## {setting.key}\n", setting.help]
    if setting.choices:
        lines += ["", *(f"- `{value}`: {meaning}" for value, meaning in setting.choices.items())]
    elif setting.kind != "text":
        lines.append(setting.expected())
    return "\n".join([*lines, "", f"As it comes: `{default}`\n" if default != "" else "As it comes: empty\n"])


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
