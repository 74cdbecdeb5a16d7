"""What a voice should read aloud for a written line."""

from __future__ import annotations

import re
from collections.abc import Callable

from voicecoach.speaking.markup import without_markup
from voicecoach.speaking.numbers_aloud import cardinal, decimal, digits, lexicon, ordinal, year

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?"


def speakable(text: str) -> str:
    """The line in words alone: "Dr. Wu wants $95k" is "Doctor Wu wants ninety-five thousand dollars".

    One line, its sentences kept. Empty where there is nothing to say.
    """
    said = without_markup(text)
    for pattern, aloud in _RULES:
        said = pattern.sub(aloud, said)
    for pattern, replacement in _TIDY:
        said = pattern.sub(replacement, said)
    said = said.strip(" ,;")
    return said if any(letter.isalnum() for letter in said) else ""


def _link(match: re.Match[str]) -> str:
    host = re.sub(r"^(?:[a-z]+://)?(?:www\.)?", "", match[0], flags=re.IGNORECASE).split("/")[0]
    return re.sub(r"\.", " dot ", host.rstrip("."))


def _mail(match: re.Match[str]) -> str:
    return match[0].replace("@", " at ").replace(".", " dot ")


def _money(match: re.Match[str]) -> str:
    sign, whole, fraction, magnitude = match[1], match[2], match[3] or "", match[4]
    one, many, cent, cents = lexicon()["currencies"][sign]
    if magnitude:
        return f"{decimal(whole, fraction)} {lexicon()['magnitudes'][magnitude.lower()]} {many}"
    units, hundredths = int(whole.replace(",", "")), int(f"{fraction:0<2}"[:2])
    parts = []
    if units or not hundredths:
        parts.append(f"{cardinal(units)} {one if units == 1 else many}")
    if hundredths:
        parts.append(f"{cardinal(hundredths)} {cent if hundredths == 1 else cents}")
    return " and ".join(parts)


def _money_range(match: re.Match[str]) -> str:
    many = lexicon()["currencies"][match[1]][1]
    magnitude = lexicon()["magnitudes"][match[4].lower()]
    return f"{cardinal(int(match[2]))} to {cardinal(int(match[3]))} {magnitude} {many}"


def _clock(match: re.Match[str]) -> str:
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if minute == 0:
        said = cardinal(hour) if half else f"{cardinal(hour)} o'clock"
    else:
        said = f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}"
    if not half:
        return said
    return f"{said} {half[0].lower()} m" + ("." if match[0].endswith(".") and _sentence_over(match) else "")


def _iso_date(match: re.Match[str]) -> str:
    return _date(int(match[2]), int(match[3]), int(match[1])) or match[0]


def _slashed_date(match: re.Match[str]) -> str:
    first, second = int(match[1]), int(match[2])
    month, day = (second, first) if first > 12 else (first, second)
    return _date(month, day, int(match[3])) or match[0]


def _date(month: int, day: int, in_year: int) -> str:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{lexicon()['months']['names'][month - 1]} {ordinal(day)}, {year(in_year)}"


def _day_of_month(match: re.Match[str]) -> str:
    months = lexicon()["months"]
    name = match[1]
    if name in months["short"]:
        name = months["long_of_short"][months["short"].index(name)]
    said = (
        f"{name} {ordinal(int(match[2]))}"
        if 1 <= int(match[2]) <= 31
        else f"{name} {cardinal(int(match[2]))}"
    )
    return f"{said}, {year(int(match[3]))}" if match[3] else said


def _decade(match: re.Match[str]) -> str:
    """The 1990s: "nineteen nineties"; the '90s: "nineties"."""
    century, tens = match[1], cardinal(int(match[2]) * 10)
    if int(match[2]) < 2:
        return match[0] if not century else f"{cardinal(int(century + match[2] + '0'))}s"
    return f"{cardinal(int(century)) + ' ' if century else ''}{tens[:-1]}ies"


def _whole(number: str) -> str:
    return cardinal(int(number))


def _month_of_year(match: re.Match[str]) -> str:
    return f"{match[1]} {year(int(match[2]))}"


def _magnitude(match: re.Match[str]) -> str:
    return f"{decimal(match[1], match[2] or '')} {lexicon()['magnitudes'][match[3].lower()]}"


def _abbreviation(match: re.Match[str]) -> str:
    return str(lexicon()["abbreviations"][match[1].lower()])


def _ending_abbreviation(match: re.Match[str]) -> str:
    return str(lexicon()["ending_abbreviations"][match[1].lower()]) + ("." if _sentence_over(match) else "")


def _sentence_over(match: re.Match[str]) -> bool:
    """Does a sentence end here? Then the abbreviation's full stop is the sentence's too."""
    rest = match.string[match.end() :].lstrip()
    return not rest or rest[0].isupper()


def _short_word(match: re.Match[str]) -> str:
    return str(lexicon()["short_words"][match[0].lower()])


def _sign(match: re.Match[str]) -> str:
    return f" {lexicon()['signs'][match[0]]} "


def _any_of(table: str) -> str:
    names = sorted(lexicon()[table], key=len, reverse=True)
    return "|".join(re.escape(name) for name in names)


def _rules() -> tuple[_Rule, ...]:
    months = [*lexicon()["months"]["names"], *lexicon()["months"]["short"]]
    month = f"({'|'.join(sorted(months, key=len, reverse=True))})"
    year_words = "|".join(lexicon()["years"]["before"])
    magnitude = f"({_any_of('magnitudes')})"
    fold = re.IGNORECASE
    return (
        (re.compile(r"\b(?:https?://|www\.)[^\s<>\"']*[^\s<>\"'.,!?;:)]", fold), _link),
        (re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _mail),
        (re.compile(r"\d[\d,]{20,}"), lambda m: digits(m[0])),  # no number that anybody would name
        (re.compile(rf"(?<!\w)(?:{_any_of('short_words')})(?!\w)(?!\.\w)", fold), _short_word),
        (re.compile(r"\b(?:US|AU|CA|NZ)(?=\$)"), lambda _: ""),
        (re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b"), _iso_date),
        (re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b"), _slashed_date),
        (
            re.compile(rf"\b{month}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:|\.\d)(?:,? (\d{{4}})\b)?"),
            _day_of_month,
        ),
        (re.compile(rf"\b{month} ((?:19|20)\d\d)\b"), _month_of_year),
        (re.compile(r"\b(\d{1,2})(?::([0-5]\d))? ?([ap])\.?m\b\.?(?=\W|$)", fold), _clock),
        (re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)()\b"), _clock),
        (re.compile(rf"([$£€₹])(\d+) ?[–—-] ?(\d+) ?{magnitude}\b", fold), _money_range),
        (re.compile(r"(\d[\d,.]*%?) ?[–—-] ?(?=[$£€₹]?\d)([$£€₹]?\d[\d,.]*)(?!-\d)"), _range_or_phone),
        (re.compile(rf"([$£€₹]) ?{_NUMBER}(?:[ -]?{magnitude}\b)?", fold), _money),
        (re.compile(rf"\b{_NUMBER}([km])\b", fold), _magnitude),
        (
            re.compile(rf"\b((?:{year_words}) )((?:19|20)\d\d)\b(?![,.]\d)", fold),
            lambda m: m[1] + year(int(m[2])),
        ),
        (re.compile(r"\b(\d+)(?:st|nd|rd|th)\b", fold), lambda m: ordinal(int(m[1]))),
        (re.compile(r"(?<!\w)1/2\b"), lambda _: "one half"),
        (re.compile(r"\b(\d+)/(\d+)\b"), lambda m: f"{cardinal(int(m[1]))} over {cardinal(int(m[2]))}"),
        (re.compile(r"\b(19|20)?(\d)0'?s\b"), _decade),
        (re.compile(r"\bNo\. ?(?=\d)"), lambda _: "number "),
        (re.compile(r"\d+(?:\.\d+){2,}"), lambda m: " point ".join(map(_whole, m[0].split(".")))),
        (re.compile(r"#(?=\d)"), lambda _: "number "),
        (re.compile(r"(?<![\w.])-(?=\d)"), lambda _: "minus "),
        (re.compile(_NUMBER), _plain_number),
        (re.compile(rf"\b({_any_of('abbreviations')})\.(?!\w)", fold), _abbreviation),
        (re.compile(rf"\b({_any_of('ending_abbreviations')})\.(?!\w)", fold), _ending_abbreviation),
        (re.compile(_any_of("signs")), _sign),
    )


def _range_or_phone(match: re.Match[str]) -> str:
    """ "10-15" is a range; "555-1234", "0800-123" are said digit by digit."""
    first, second = match[1], match[2]
    plain = first.isdigit() and second.isdigit()
    if plain and (first.startswith("0") or (len(first) >= 3 and len(second) == 4 and len(first) != 4)):
        return f"{digits(first)}, {digits(second)}"
    return f"{first} to {second}"


def _plain_number(match: re.Match[str]) -> str:
    whole, fraction = match[1], match[2] or ""
    if len(whole) > 1 and whole.startswith("0"):
        return digits(whole) + (f" point {digits(fraction)}" if fraction else "")
    # "5G" and "B2B" keep their letters, said apart.
    before = " " if match.start() and match.string[match.start() - 1].isalpha() else ""
    after = " " if match.end() < len(match.string) and match.string[match.end()].isalpha() else ""
    return before + decimal(whole, fraction) + after


_RULES = _rules()

_TIDY = (
    (re.compile(r"\s*[–—]\s*|\s-{1,3}\s|--+"), ", "),
    (re.compile(r"[\"|\\^{}\[\]<>_#$£€₹@]|(?<!\w)'|'(?!\w)"), " "),
    (re.compile(r"(?<=\w)/(?=\w)"), " or "),
    (re.compile(r"/"), " "),
    (re.compile(r"([!?])[!?]+"), r"\1"),
    (re.compile(r"\.{2,}"), "..."),
    (re.compile(r"\s+"), " "),
    (re.compile(r"\s+([,.;:!?])"), r"\1"),
    (re.compile(r"[,;:]+(?=[,.;:!?])"), ""),
    (re.compile(r"([.!?])\s*,"), r"\1"),
    (re.compile(r"^[\s,.;:!?-]+"), ""),
)
