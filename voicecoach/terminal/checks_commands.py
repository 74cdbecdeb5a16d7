"""`voicecoach scope` and `voicecoach speakable`: the two checks, over a file of JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from voicecoach.errors import UsageError
from voicecoach.files import Unreadable, json_in, read_text
from voicecoach.terminal.say import give


@click.command()
@click.argument("text", required=False)
@click.option(
    "--jsonl", type=click.Path(path_type=Path), help='A file with one {"id", "text", "where"} a line.'
)
def scope(text: str | None, jsonl: Path | None) -> None:
    """Say whether TEXT is rehearsed here: ok, ask, refer or emergency."""
    from voicecoach.rehearsal.scope import scope_row

    _each(scope_row, "text", "text", text, jsonl)


@click.command()
@click.argument("line", required=False)
@click.option(
    "--jsonl", type=click.Path(path_type=Path), help='A file with one {"id", "persona", "raw"} a line.'
)
def speakable(line: str | None, jsonl: Path | None) -> None:
    """Say whether a partner's LINE may be spoken: speak, clean or reject."""
    from voicecoach.partner.in_role import line_row

    _each(line_row, "line", "raw", line, jsonl)


def _each(
    check: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    one: str,
    field: str,
    text: str | None,
    jsonl: Path | None,
) -> None:
    """Of the one text, whose id is `one`, or of each row's `field`."""
    if (text is None) == (jsonl is None):
        raise UsageError("Give either a text or --jsonl FILE.")
    for row in read_jsonl(jsonl, field) if jsonl else [{"id": one, field: text}]:
        give(json.dumps(check(row), ensure_ascii=False))


def read_jsonl(path: Path, needs: str | None = None) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON lines file; `needs` is a text that each must hold.

    Raises UsageError naming the line that does not fit.
    """
    try:
        lines = read_text(path).split("\n")
    except (OSError, Unreadable) as e:
        raise UsageError(f"{path} cannot be read: {e}.", "Check the file.") from e
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json_in(line)
        except Unreadable as e:
            raise UsageError(f"{path}:{n}: {e}.", "Mend that line.") from e
        if not isinstance(row, dict) or "id" not in row:
            raise UsageError(f"{path}:{n}: not a JSON object with an id.", "Mend that line.")
        if needs and not isinstance(row.get(needs), str):
            raise UsageError(f"{path}:{n}: it has no {needs}.", "Mend that line.")
        yield row
