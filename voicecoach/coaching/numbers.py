"""Numbers, money and dates as people say them, compared by value.

"ninety-five thousand", "95k" and "$95,000" are one amount; so are "the 30th" and "June 30" as far as
both say. Works on bare recogniser text as well as on punctuated text. The words are in
`lexicon/numbers.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from voicecoach.paths import package_data

Kind = Literal["money", "percent", "count", "fraction", "date", "weekday", "relative", "time", "duration"]

_TOKEN = re.compile(r"\d+:\d\d|\d[\d,]*(?:\.\d+)?|[a-z]+(?:'[a-z]+)?|[%$£€₹]|\.(?=\S)", re.IGNORECASE)
LONGEST = 24
"""Characters of a number in digits."""

_CURRENCY = frozenset("$£€₹")
_DAY_SUFFIX = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class Amount:
    """One number or date in a text."""

    value: float
    """Money in whole units, percent as said, durations in days, dates as month * 100 + day (month or
    day 0 where unsaid), weekdays 1 (Monday) to 7, times in hours of the day, the rest as said."""
    kind: Kind
    start: int
    """First character in the text."""
    end: int
    """One past the last character."""
    said: float = 0.0
    """The bare number before its unit: 2 in "two weeks"."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@cache
def _words() -> dict[str, Any]:
    with (package_data("lexicon") / "numbers.toml").open("rb") as file:
        words: dict[str, Any] = tomllib.load(file)
    words["unit_of"] = {form: name for name, forms in words["units"].items() for form in forms}
    words["relative_first"] = {phrase.split()[0] for phrase in words["relative"]}
    words["small"] = words["ones"] | words["tens"]
    return words


def _short(token: str) -> bool:
    """A number of dozens of digits is no sum that anybody names, and none to reckon with."""
    return not token[0].isdigit() or len(token) <= LONGEST


@lru_cache(maxsize=512)
def amounts(text: str) -> tuple[Amount, ...]:
    """Every number, sum, date and time in `text`, in order, none overlapping."""
    tokens = [_Token(m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text) if _short(m[0])]
    found: list[Amount] = []
    at = 0
    while at < len(tokens):
        amount, after = _at(tokens, at)
        if amount is None:
            at += 1
        else:
            found.append(amount)
            at = after
    return tuple(found)


def same_value(a: Amount, b: Amount) -> bool:
    """Do both name the same amount, as far as each of them says ("88" and "88 thousand" do)?"""
    if a.kind == b.kind:
        return _same_date(a.value, b.value) if a.kind == "date" else _same_number(a, b)
    kinds = {a.kind, b.kind}
    if "count" not in kinds or kinds & {"weekday", "relative", "fraction"}:
        return False
    bare, other = (a, b) if a.kind == "count" else (b, a)
    if other.kind == "date":
        return other.value % 100 == bare.value
    if other.kind == "time":
        return bare.value % 12 == int(other.value) % 12
    if other.kind == "duration":
        return bare.value == other.said
    return _same_number(bare, other)


def _same_date(a: float, b: float) -> bool:
    months, days = (a // 100, b // 100), (a % 100, b % 100)
    shared_month = all(months) and months[0] == months[1]
    shared_day = all(days) and days[0] == days[1]
    clash = (all(months) and not shared_month) or (all(days) and not shared_day)
    return (shared_month or shared_day) and not clash


def _same_number(a: Amount, b: Amount) -> bool:
    low, high = sorted((a.value, b.value))
    if abs(high - low) < 1e-6:
        return True
    if a.kind not in {"money", "count"} or low <= 0 or low >= 1000:
        return False
    return any(abs(low * scale - high) < 1e-6 for scale in (100, 1000, 100_000) if _could_scale(low, scale))


def _could_scale(low: float, scale: int) -> bool:
    """ "88" may stand for 88 thousand and "twenty-eight fifty" (2850) for 28.50; 2 is not 200."""
    return scale != 100 or low != int(low)


def _at(tokens: list[_Token], at: int) -> tuple[Amount | None, int]:
    """The amount that starts at token `at`, and the token after it."""
    for reader in (_past_hour, _relative, _date, _money_sign, _number_with_unit, _one_unit):
        amount, after = reader(tokens, at)
        if amount is not None:
            return amount, after
    return None, at


def _text(tokens: list[_Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _made(value: float, kind: Kind, tokens: list[_Token], said: float = 0.0) -> Amount:
    return Amount(float(value), kind, tokens[0].start, tokens[-1].end, float(said or value))


def _relative(tokens: list[_Token], at: int) -> tuple[Amount | None, int]:
    for length in (4, 3, 2, 1) if _text(tokens, at) in _words()["relative_first"] else ():
        phrase = " ".join(token.text for token in tokens[at : at + length])
        if phrase in _words()["relative"]:
            after = min(at + length, len(tokens))
            return _made(_words()["relative"][phrase], "relative", tokens[at:after]), after
    day = _words()["weekdays"].get(_text(tokens, at))
    return (_made(day, "weekday", tokens[at : at + 1]), at + 1) if day else (None, at)


def _date(tokens: list[_Token], at: int) -> tuple[Amount | None, int]:
    month = _month(tokens, at)
    if month:
        skip = at + 1 + (_text(tokens, at + 1) == "the")
        day, after = _day(tokens, skip, any_number=True)
        after = after if day else at + 1
        return _made(month * 100 + day, "date", tokens[at:after]), after
    start = at + 1 if _text(tokens, at) == "the" else at
    day, after = _day(tokens, start, any_number=False)
    if not day:
        return None, at
    of = after + (_text(tokens, after) == "of")
    month = _words()["months"].get(_text(tokens, of), 0)
    if month:
        return _made(month * 100 + day, "date", tokens[at : of + 1]), of + 1
    noun = day <= 3 and not _text(tokens, start)[:1].isdigit()
    told = (start > at or _text(tokens, at - 1) in {"by", "on", "until", "till"}) and not noun
    return (_made(day, "date", tokens[at:after]), after) if told else (None, at)


def _month(tokens: list[_Token], at: int) -> int:
    word = _text(tokens, at)
    month = int(_words()["months"].get(word, 0))
    doubtful = _words()["ambiguous"]
    if month and word in doubtful["months"]:
        dated = _day(tokens, at + 1, any_number=True)[0] or _text(tokens, at - 1) in doubtful["before"]
        return month if dated else 0
    return month


def _day(tokens: list[_Token], at: int, *, any_number: bool) -> tuple[int, int]:
    """A day of the month at `at`: "30th", "thirtieth", "thirty first"; with `any_number` also "30"."""
    words, text = _words(), _text(tokens, at)
    if text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 31:
        if _text(tokens, at + 1) in _DAY_SUFFIX and tokens[at].end == tokens[at + 1].start:
            return int(text), at + 2
        return (int(text), at + 1) if any_number else (0, at)
    if text in words["tens"] and words["ordinals"].get(_text(tokens, at + 1), 99) < 10:
        day = words["tens"][text] + words["ordinals"][_text(tokens, at + 1)]
        return (day, at + 2) if day <= 31 else (0, at)
    if text in words["ordinals"]:
        return words["ordinals"][text], at + 1
    if any_number and text in words["small"] and 1 <= words["small"][text] <= 31:
        value, after = _spoken(tokens, at)
        return (int(value), after) if value <= 31 else (0, at)
    return 0, at


def _past_hour(tokens: list[_Token], at: int) -> tuple[Amount | None, int]:
    """ "half past six", "a quarter to nine", "twenty past four": a time of day."""
    start = at + (_text(tokens, at) == "a")
    words, first = _words(), _text(tokens, start)
    minutes = 60 * words["fractions"][first] if first in words["fractions"] else words["small"].get(first, 0)
    side, hour = _text(tokens, start + 1), _text(tokens, start + 2)
    hours = int(hour) if hour.isdigit() else words["small"].get(hour, 0)
    if not 0 < minutes < 60 or side not in {"past", "to"} or not 1 <= hours <= 12:
        return None, at
    if side == "to" and first not in words["fractions"]:
        return None, at  # "ten to twelve people"
    value = hours + (minutes if side == "past" else -minutes) / 60
    return _made(value, "time", tokens[at : start + 3]), start + 3


def _money_sign(tokens: list[_Token], at: int) -> tuple[Amount | None, int]:
    if _text(tokens, at) not in _CURRENCY:
        return None, at
    number, after = _number(tokens, at + 1)
    return (None, at) if number is None else (_made(number, "money", tokens[at:after]), after)


def _number_with_unit(tokens: list[_Token], at: int) -> tuple[Amount | None, int]:
    clock = re.fullmatch(r"(\d+):(\d\d)", _text(tokens, at))
    number, after = _number(tokens, at)
    if clock:
        number, after = int(clock[1]) + int(clock[2]) / 60, at + 1
    if number is None:
        return None, at
    unit, end = _unit(tokens, after)
    if unit or clock:
        return _measured(number, "" if clock else unit, tokens[at:end]), end
    first = _text(tokens, at)
    if first == "one" and after == at + 1:
        return None, at  # "that one", "one of them"
    scaled = _text(tokens, after - 1) in _words()["scales"] and number >= 1000
    kind: Kind = "fraction" if first in _words()["fractions"] else "money" if scaled else "count"
    return _made(number, kind, tokens[at:after]), after


def _measured(number: float, unit: str, tokens: list[_Token]) -> Amount:
    """A number with its unit; without one it is a time of day in digits."""
    if unit in _words()["days"]:
        return _made(number * _words()["days"][unit], "duration", tokens, number)
    if unit in {"money", "percent"}:
        return _made(number, "money" if unit == "money" else "percent", tokens)
    hours = number // 100 + number % 100 / 60 if number >= 100 else number  # "seven thirty pm"
    late = bool(unit) and tokens[-1].text.startswith("p") and hours < 12
    return _made(hours + 12 * late, "time", tokens)


def _unit(tokens: list[_Token], at: int) -> tuple[str, int]:
    pair = f"{_text(tokens, at)} {_text(tokens, at + 1)}"
    units = _words()["unit_of"]
    if pair in units:
        return units[pair], at + 2
    name = units.get(_text(tokens, at).removesuffix("'s"), "")
    return name, at + 1 if name else at


def _one_unit(tokens: list[_Token], at: int) -> tuple[Amount | None, int]:
    """ "a week", "another fortnight", "a couple of weeks"."""
    first = _text(tokens, at)
    if first not in {"a", "another", "an"}:
        return None, at
    couple = _text(tokens, at + 1) == "couple"
    place = at + 1 + couple * (2 if _text(tokens, at + 2) == "of" else 1)
    unit, end = _unit(tokens, place)
    if unit not in _words()["days"] or (unit in {"hour", "day"} and not couple):
        return None, at
    count = 2 if couple else 1
    return _made(count * _words()["days"][unit], "duration", tokens[at:end], count), end


def _number(tokens: list[_Token], at: int) -> tuple[float | None, int]:
    """A number in digits or words, with its scale: "95k", "eighty two and a half thousand"."""
    words, text = _words(), _text(tokens, at)
    value: float
    if text[:1].isdigit() and ":" not in text:
        value, after = float(text.rstrip(",").replace(",", "")), at + 1
    elif text in words["fractions"]:
        return words["fractions"][text], at + 1
    elif text == "a" and _text(tokens, at + 1) in words["scales"]:
        value, after = 1.0, at + 1
    elif text in words["small"]:
        value, after = _spoken(tokens, at)
    else:
        return None, at
    value, after = _pointed(tokens, value, after)
    value, after = _halved(tokens, value, after)
    return _scaled(tokens, value, after)


def _pointed(tokens: list[_Token], value: float, at: int) -> tuple[float, int]:
    """ "one point five" is 1.5, "nine point two five" 9.25."""
    digits, ones = "", _words()["ones"]
    after = at + 1
    while _text(tokens, at) == "point" and ones.get(_text(tokens, after), 10) < 10:
        digits, after = digits + str(ones[_text(tokens, after)]), after + 1
    return (value + float(f"0.{digits}"), after) if digits else (value, at)


def _halved(tokens: list[_Token], value: float, at: int) -> tuple[float, int]:
    if _text(tokens, at) == "and":
        half = at + 1 + (_text(tokens, at + 1) == "a")
        if _text(tokens, half) in _words()["fractions"]:
            return value + _words()["fractions"][_text(tokens, half)], half + 1
    return value, at


def _scaled(tokens: list[_Token], value: float, at: int) -> tuple[float, int]:
    """Multiplies by the scales that follow, and adds what stands below them."""
    scales, total = _words()["scales"], 0.0
    while _text(tokens, at) in scales:
        value, at = value * scales[_text(tokens, at)], at + 1
        link = at + (_text(tokens, at) == "and")
        rest, after = _below(tokens, link)
        if rest and rest < value:
            if _text(tokens, after) in scales and scales[_text(tokens, after)] < value:
                total, value, at = total + value, rest, after
                continue
            joined = value + rest
            if _text(tokens, after) in scales and value < scales[_text(tokens, after)]:
                value, at = joined, after  # "two hundred and forty thousand"
                continue
            return total + joined, after
    return total + value, at


def _below(tokens: list[_Token], at: int) -> tuple[float, int]:
    text = _text(tokens, at)
    if text in _words()["small"]:
        return _spoken(tokens, at, paired=False)
    return 0.0, at


def _spoken(tokens: list[_Token], at: int, *, paired: bool = True) -> tuple[float, int]:
    """A number below a hundred in words, or two that make one: "two forty" is 240."""
    words = _words()
    value, at = float(words["small"][_text(tokens, at)]), at + 1
    if value >= 20 and 1 <= words["ones"].get(_text(tokens, at), 0) <= 9:
        value, at = value + words["ones"][_text(tokens, at)], at + 1
    following = _text(tokens, at)
    if paired and value >= 1 and words["small"].get(following, 0) >= 10:
        second, after = _spoken(tokens, at, paired=False)
        return value * 100 + second, after
    return value, at
