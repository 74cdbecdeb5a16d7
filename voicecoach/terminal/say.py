"""The one road to the terminal: data to stdout, talk to stderr, plain whole lines.

Text that a model or a file gave is stripped of control sequences before it reaches the terminal. Sentences
break between words at its edge; commands in them are written as they are typed here.
"""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from typing import TextIO

import click

from voicecoach.calling import as_called

CONTROL = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, screen
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC: titles, links, clipboard
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Text without control characters and halves of characters, safe to print."""
    return CONTROL.sub("", text)


def tell(text: str = "") -> None:
    """A line of talk to the user."""
    click.echo(worded(text, sys.stderr), err=True)


def give(text: str) -> None:
    """A line of data: as it is, for whatever reads it."""
    click.echo(plain(text))


def prose(text: str) -> None:
    """What is asked for, in sentences: data, which breaks between words where somebody reads it."""
    click.echo(worded(text, sys.stdout))


def worded(text: str, stream: TextIO | None = None) -> str:
    """Talk as it is shown on a stream: plain, its commands as they are typed here, no word cut in two."""
    said = as_called(plain(text))
    stream = stream or sys.stderr
    if stream is None or not stream.isatty():
        return said
    return "\n".join(_broken(line, shutil.get_terminal_size().columns) for line in said.split("\n"))


def _broken(line: str, columns: int) -> str:
    """A line that is too long, in several; further ones stand under the first. What cannot break stays."""
    if len(line) <= columns or columns < 20:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(),
        columns,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def attended() -> bool:
    """Is there a person at this terminal?"""
    return sys.stdin is not None and sys.stdin.isatty()
