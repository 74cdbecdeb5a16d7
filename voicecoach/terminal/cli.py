"""The command line: which command lives where. A command is imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from voicecoach import __version__
from voicecoach.errors import VoicecoachError

COMMANDS = {
    "rehearse": (
        "voicecoach.terminal.rehearse_command:rehearse",
        "Rehearse a conversation in this terminal.",
    ),
    "demo": ("voicecoach.terminal.demo_command:demo", "Play a whole recorded rehearsal; needs nothing."),
    "critique": ("voicecoach.terminal.critique_command:critique", "Critique a rehearsal or a transcript."),
    "rehearsals": (
        "voicecoach.terminal.rehearsals_commands:rehearsals",
        "List, show, resume, compare, delete.",
    ),
    "scenarios": (
        "voicecoach.terminal.scenarios_commands:scenarios",
        "The conversations that can be rehearsed.",
    ),
    "voices": ("voicecoach.terminal.voices_commands:voices", "The voices, and how they sound."),
    "models": ("voicecoach.terminal.models_commands:models", "List, fetch, verify and remove models."),
    "devices": ("voicecoach.terminal.devices_commands:devices", "Microphones and loudspeakers."),
    "config": ("voicecoach.terminal.config_command:config", "Show and change settings."),
    "setup": ("voicecoach.terminal.setup_command:setup", "Fetch better engines, once, with the network."),
    "doctor": ("voicecoach.terminal.doctor_command:doctor", "Check this machine, with a fix for each fault."),
    "bench": ("voicecoach.terminal.bench_command:bench", "Time every part of a turn on this machine."),
    "desktop-install": (
        "voicecoach.terminal.desktop_install_command:desktop_install",
        "Put voicecoach into the menu, or take it away.",
    ),
    "scope": ("voicecoach.terminal.checks_commands:scope", "Ask of texts whether they are rehearsed here."),
    "speakable": (
        "voicecoach.terminal.checks_commands:speakable",
        "Ask of lines whether they may be spoken.",
    ),
}


class LazyGroup(click.Group):
    """Commands are imported when they are called, so that `--version` and `--help` are quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="voicecoach")
@click.option("-v", "--verbose", count=True, help="Write more into the log.")
@click.option("--debug", is_flag=True, help="Show a traceback where something fails.")
@click.option(
    "--screenshot-tour",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a picture of every page of the window, from example data.",
)
@click.pass_context
def cli(
    ctx: click.Context,
    verbose: int,
    debug: bool,  # noqa: ARG001 (main looks at it)
    screenshot_tour: Path | None,
) -> None:
    """Rehearse the conversation you have been avoiding: out loud, offline, with a partner who pushes back.

    Without a command: the window where there is a display, else a rehearsal in this terminal, else (with no
    microphone) the demo. Nothing leaves this machine but with `setup` and `models pull`.

    \b
    voicecoach demo                      hear what it is, in two minutes
    voicecoach rehearse raise            rehearse asking for a raise
    voicecoach critique last --speak     hear the last critique again
    """
    from voicecoach import logs, offline, paths

    offline.guard(_allowed_hosts())
    if ctx.invoked_subcommand != "doctor":  # who finds the fault by himself
        paths.check_home()
    logs.start(verbose)
    if screenshot_tour:
        from voicecoach.terminal.start import tour

        ctx.exit(tour(screenshot_tour))
    if ctx.invoked_subcommand is None:
        from voicecoach.terminal.start import start

        start(ctx)


def _allowed_hosts() -> frozenset[str]:
    """The one host beyond this machine that is asked, if the settings allow it; broken ones allow none."""
    from voicecoach import offline, settings
    from voicecoach.catalog.ollama_server import configured

    try:
        user = settings.load()
        return offline.hosts_beyond_loopback(configured(user), user.on("partner.allow_remote"))
    except VoicecoachError:
        return frozenset()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line. Gives the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    os.umask(0o077)  # also for what libraries write: logs that roll over, locks, the window's place
    debug = "--debug" in (arguments if arguments is not None else sys.argv)
    try:
        result: Any = cli.main(arguments, standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as e:
        return e.exit_code
    except (click.Abort, KeyboardInterrupt) as e:
        return _broken_off(e)
    except click.ClickException as e:
        e.show()
        return e.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except VoicecoachError as e:
        if debug:
            raise
        return _told(e)
    except OSError as e:
        if debug:
            raise
        return _told(_disk(e)) if e.strerror else _crashed(e)
    except Exception as e:
        if debug:
            raise
        return _crashed(e)


def _told(error: VoicecoachError) -> int:
    """What happened, and what to do next."""
    from voicecoach.terminal.say import tell

    tell(f"Error: {error.what}")
    if error.next_step:
        tell(error.next_step)
    return error.exit_code


def _broken_off(error: BaseException) -> int:
    """By Ctrl-C; or there was a question, and nobody to answer it."""
    from voicecoach.terminal.say import tell
    from voicecoach.terminal.words import word

    tell()
    if isinstance(error.__cause__ or error.__context__, EOFError):
        tell(word("start.input_ended"))
        return 1
    tell(word("start.interrupted"))
    return 130


def _disk(error: OSError) -> VoicecoachError:
    """A disk that is full or may not be written to is no fault inside voicecoach."""
    from voicecoach.terminal.words import word

    what = f"{error.strerror}: {error.filename}." if error.filename else f"{error.strerror}."
    return VoicecoachError(what, word("start.disk"))


def _crashed(error: Exception) -> int:
    """The one road for crashes: the traceback goes to the log, two plain lines to the user."""
    import logging

    from voicecoach.paths import log_file
    from voicecoach.terminal.words import word

    logging.getLogger("voicecoach").exception("crashed")
    click.echo(word("start.crashed", kind=type(error).__name__), err=True)
    click.echo(word("start.log", file=log_file()), err=True)
    return 1
