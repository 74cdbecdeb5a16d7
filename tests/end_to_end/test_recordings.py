"""A rehearsal from recordings, through the command line: by script, and with a model that dies."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.standin_ollama import Chat, StandIn
from voicecoach.paths import package_data, rehearsals_dir
from voicecoach.rehearsal import store
from voicecoach.terminal.cli import main
from voicecoach.types import Who

SPEECH = Path(__file__).parent.parent / "data" / "speech"
BRIEF = package_data("scenarios") / "briefs" / "boundary.toml"
MICS = [part for name in ("raise", "direct", "thanks") for part in ("--mic", str(SPEECH / f"{name}.flac"))]


def test_a_rehearsal_from_recordings_is_played_and_critiqued(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heard = tmp_path / "out.wav"
    code = main(
        ["rehearse", "boundary", "--brief", str(BRIEF), *MICS, "--speaker", str(heard), "--fast", "--yes"]
    )
    out, err = capsys.readouterr()
    assert code == 0, err
    kept = store.find("last")
    assert [t.who for t in kept.story.turns] == [Who.PARTNER, Who.YOU] * 3 + [Who.PARTNER]
    assert kept.story.critiqued
    assert (kept.folder / "report.html").is_file()
    assert "Coach:" in out
    sound, rate = soundfile.read(heard)
    assert len(sound) / rate > 20
    assert np.abs(sound).max() > 0.1


def test_recordings_of_the_user_are_swept_after_the_critique_unless_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rehearse", "boundary", "--brief", str(BRIEF), *MICS[:2], "--fast", "--yes"]) == 0
    assert list(store.find("last").folder.glob("audio/*")) == []
    main(["config", "set", "privacy.keep_audio", "all"])
    assert main(["rehearse", "boundary", "--brief", str(BRIEF), *MICS[:2], "--fast", "--yes"]) == 0
    assert len(list(store.find("last").folder.glob("audio/*.wav"))) == 3
    capsys.readouterr()


def test_private_leaves_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["rehearse", "boundary", "--brief", str(BRIEF), *MICS[:2], "--fast", "--yes", "--private"]) == 0
    )
    capsys.readouterr()
    assert not rehearsals_dir().exists()


def test_events_come_as_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "boundary", "--brief", str(BRIEF), *MICS[:2], "--fast", "--yes", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kinds = [event["event"] for event in events]
    assert kinds.count("YouSaid") == 1
    assert kinds.count("PartnerSaid") == 2
    assert {"StateChanged", "PartnerSaying"} <= set(kinds)


OPENING = "There you are. I had begun to wonder what all this secrecy was about, I must say."
LINE = "I hear what you are asking. But in this family we have never had to make an appointment for tea."


@pytest.fixture
def rehearse_with(capsys: pytest.CaptureFixture[str]) -> Callable[[StandIn], store.Kept]:
    """Rehearse two turns with a stand-in server."""

    def rehearse(server: StandIn) -> store.Kept:
        main(["config", "set", "partner.host", server.url])
        code = main(
            [
                "rehearse",
                "boundary",
                "--brief",
                str(BRIEF),
                *MICS[:4],
                "--fast",
                "--yes",
                "--partner",
                "ollama",
            ]
        )
        captured = capsys.readouterr()
        assert code == 0, captured.err
        assert "Traceback" not in captured.err
        return store.find("last")

    return rehearse


def journal(kept: store.Kept, kind: str) -> list[dict[str, object]]:
    rows = [json.loads(line) for line in (kept.folder / "journal.jsonl").read_text().splitlines()]
    return [row for row in rows if row["kind"] == kind]


def test_a_model_words_the_partner_and_speaks_before_it_is_done(
    rehearse_with: Callable[[StandIn], store.Kept],
) -> None:
    with StandIn([Chat(LINE, gap_s=0.1)]) as server:
        kept = rehearse_with(server)
    theirs = [row for row in journal(kept, "turn") if row["turn"]["who"] == "partner"]  # type: ignore[index]
    assert theirs[0]["turn"]["engine"] == "ollama"  # type: ignore[index]
    marks = theirs[0]["timings"]
    all_of_it_s = 0.1 * (len(LINE.split()) - 1)
    assert marks["first_sound"] - marks["first_text"] < all_of_it_s / 2  # type: ignore[index]


def test_a_server_that_dies_in_mid_reply_is_replaced_by_the_script_and_said_once(
    rehearse_with: Callable[[StandIn], store.Kept],
) -> None:
    with StandIn([Chat(OPENING), Chat(LINE, dies_after=9), Chat()]) as server:
        kept = rehearse_with(server)
    turns = kept.story.turns
    assert len(turns) == 5
    assert [row["stage"] for row in journal(kept, "engine")] == ["partner"]
    assert turns[-1].engine == "scripted"
    assert turns[2].text.startswith("I hear what you are asking.")
