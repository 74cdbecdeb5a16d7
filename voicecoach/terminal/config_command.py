"""`voicecoach config`: show, get, set, path."""

from __future__ import annotations

import json

import click

from voicecoach import settings
from voicecoach.paths import config_file
from voicecoach.terminal.say import give, tell
from voicecoach.terminal.words import word


@click.group()
def config() -> None:
    """Show and change settings.

    \b
    voicecoach config show
    voicecoach config set talk.patience patient
    voicecoach config set privacy.keep_audio none
    """


@config.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON on stdout.")
def show(as_json: bool) -> None:
    """Every setting with its value, what it may be, and what it is for."""
    now = settings.load()
    if as_json:
        give(json.dumps({key: now[key] for key in settings.table()}, indent=1, ensure_ascii=False))
        return
    for key, setting in settings.table().items():
        changed = f" {word('config.changed')}" if key in now.chosen else ""
        give(f"{key} = {as_toml(now[key])}{changed}")
        give(f"    {setting.help} {setting.expected() if setting.kind != 'text' else ''}".rstrip())


@config.command("get")
@click.argument("key")
def get(key: str) -> None:
    """Print one setting's value."""
    value = settings.load()[key]
    give(str(value).lower() if isinstance(value, bool) else str(value))


@config.command("set")
@click.argument("key")
@click.argument("value")
def set_value(key: str, value: str) -> None:
    """Change one setting."""
    taken = settings.save(key, value)
    tell(word("config.is_now", key=key, value=as_toml(taken)))
    if key == "partner.allow_remote" and taken:
        tell(word("config.remote"))


@config.command()
def path() -> None:
    """Print where the settings are kept."""
    give(str(config_file()))


def as_toml(value: settings.Value) -> str:
    """A value as it stands in the file."""
    return json.dumps(value, ensure_ascii=False)
