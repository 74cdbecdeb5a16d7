"""The one road to the terminal: data to stdout, talk to stderr, plain whole lines.

Text that a model or a file gave is stripped of control sequences before it reaches the terminal.
"""

from __future__ import annotations

import re
import sys

import click

CONTROL = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, screen
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC: titles, links, clipboard
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)


def plain(text: str) -> str:
    """Text without control characters, safe to print."""
    return CONTROL.sub("", text)


def tell(text: str = "") -> None:
    """A line of talk to the user."""
    click.echo(plain(text), err=True)


def give(text: str) -> None:
    """A line of data."""
    click.echo(plain(text))


def attended() -> bool:
    """Is there a person at this terminal?"""
    return sys.stdin is not None and sys.stdin.isatty()
