"""Every command line in the pages, and in what the program tells to do, is one that it takes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from voicecoach.terminal.cli import cli

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
TEXTS = [path for path in (ROOT / "voicecoach").rglob("*.toml") if "scenarios" not in path.parts]
START = re.compile(
    r"^(?:\$ )?(?:unshare -rn )?(?:\.venv/bin/|python3 -m )?voicecoach |^python3 scripts/start\.py "
)
SCRIPT = re.compile(r"\bscripts/[\w/]+\.py\b")


def code_in(text: str) -> Iterator[str]:
    """What stands in backticks, and the lines of code blocks."""
    fenced = re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL)
    for block in fenced:
        yield from block.splitlines()
    rest = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    yield from re.findall(r"^ {4,}(\S.*)$", rest, re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", rest)


def command_lines(paths: list[Path]) -> list[tuple[str, str]]:
    """Where it stands, and the line."""
    found = [
        (path.name, START.sub("", line.strip()))
        for path in sorted(paths)
        for line in code_in(path.read_text("utf-8"))
        if START.match(line.strip())
    ]
    return sorted(set(found))


def parse(words: list[str]) -> None:
    """As the program would, without doing it. Raises click.UsageError."""
    command: click.Command = cli
    parent: click.Context | None = None
    while True:
        context = command.make_context("voicecoach", words, parent=parent)
        if not isinstance(command, click.Group):
            return
        words = [*context._protected_args, *context.args]
        if not words:
            return
        _, found, words = command.resolve_command(context, words)
        assert found is not None
        command, parent = found, context


@pytest.mark.parametrize(("page", "line"), command_lines(PAGES + TEXTS))
def test_a_command_line_that_is_told_is_one_that_is_taken(page: str, line: str) -> None:
    words = shlex.split(line.partition(" | ")[0].replace("{", "").replace("}", ""), comments=True)
    try:
        parse(words)
    except (click.exceptions.Exit, click.exceptions.NoArgsIsHelpError):  # they answer while they are read
        return
    except click.UsageError as error:
        pytest.fail(f"{page}: voicecoach {line}: {error.format_message()}")


def test_there_are_command_lines_to_check() -> None:
    assert len(command_lines(PAGES)) > 20


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_script_that_a_page_names_is_there(page: Path) -> None:
    for name in SCRIPT.findall(page.read_text("utf-8")):
        assert (ROOT / name).is_file(), name


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_option_that_a_page_gives_a_script_is_one_of_its_own(page: Path) -> None:
    for line in code_in(page.read_text("utf-8")):
        named = SCRIPT.search(line)
        if not named or named[0] == "scripts/start.py":
            continue
        source = (ROOT / named[0]).read_text("utf-8")
        for option in re.findall(r"(?<=\s)--[a-z][\w-]*", line[named.end() :]):
            assert option in source or named[0] == "scripts/test.py", f"{named[0]} has no {option}"
