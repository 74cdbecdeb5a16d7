"""What the coach says where voicecoach is not the place, and who is: `lexicon/help.toml`."""

from __future__ import annotations

import locale
import os
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from voicecoach.paths import package_data


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One place to turn to."""

    name: str
    contact: str
    """Number or address, as it is dialled or typed."""
    good_for: str
    """What it is for, in a few words."""


@dataclass(frozen=True, slots=True)
class Help:
    """Who can help in one country."""

    country: str
    """ISO 3166 code in upper case; empty where the country is not known."""
    emergency_number: str
    lines: tuple[HelpLine, ...]
    last_verified: date
    caution: str
    """That the numbers may have changed."""


@cache
def _help_file() -> dict[str, Any]:
    return tomllib.loads((package_data("lexicon") / "help.toml").read_text(encoding="utf-8"))


def kind_question(about: str) -> str:
    """The one question the coach asks in doubt: `about` is "danger" or "matter"."""
    return str(_help_file()["ask"][about])


def spoken_help(label: str) -> str:
    """What the coach says, out of role, on `refer` or `emergency`: two or three sentences."""
    return str(_help_file()["say"][label])


def offers(label: str) -> tuple[str, ...]:
    """What voicecoach can still do, to be shown and said after `spoken_help`."""
    return tuple(_help_file()["offer"][label])


def countries() -> tuple[str, ...]:
    """The countries with help lines of their own."""
    return tuple(sorted(_help_file()["country"]))


def help_for(country: str = "") -> Help:
    """Help in a country ("GB"), or for nobody's country in particular."""
    data = _help_file()
    known = data["country"].get(country.upper())
    entry = known or data["anywhere"]
    return Help(
        country.upper() if known else "",
        entry["emergency"],
        tuple(HelpLine(**line) for line in entry["lines"]),
        data["last_verified"],
        data["caution"],
    )


def likely_country() -> str:
    """The country of the machine's language setting ("en_GB" gives "GB"), or ""."""
    for setting in (os.environ.get("LC_ALL"), os.environ.get("LANG"), locale.getlocale()[0]):
        name = (setting or "").split(".")[0]
        if "_" in name:
            return name.split("_")[1][:2].upper()
    return ""
