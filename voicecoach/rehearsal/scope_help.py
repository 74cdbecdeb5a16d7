"""What the coach says where voicecoach is not the place, and who is: `lexicon/help.toml`."""

from __future__ import annotations

import locale
import os
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from voicecoach.paths import package_data
from voicecoach.speaking.numbers_aloud import digits

_DIALLED = re.compile(r"\b\d{3,5}\b")


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


def spoken_help(label: str, country: str | None = None, *, before: bool = False) -> str:
    """What the coach says, out of role, on `refer` or `emergency`, or on a threat of the `partner`'s.

    Two or three sentences, with the emergency number of the country (None: the likely one) in them.
    `before`: no talk has begun yet.
    """
    number = help_for(likely_country() if country is None else country).emergency_number
    said = _help_file()["say_before" if before else "say"]
    return str(said[label]).format(number=number)


def aloud(text: str) -> str:
    """For a voice: numbers that are dialled, digit by digit."""
    return _DIALLED.sub(lambda found: digits(found[0]), text)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that voicecoach can still do."""

    key: str
    """"numbers", "end", "delete" or "else"."""
    text: str


def acts(label: str) -> tuple[Act, ...]:
    """What voicecoach can still do, to be offered after `spoken_help`."""
    data = _help_file()
    return tuple(Act(key, data["act"][key]) for key in data["offer"][label])


def offers(label: str) -> tuple[str, ...]:
    """The words of `acts`."""
    return tuple(act.text for act in acts(label))


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
