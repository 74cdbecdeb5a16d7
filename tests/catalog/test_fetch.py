"""A file is fetched whole, whatever the network does, and never stands under its final name before that."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalog import hub_server
from tests.catalog.hub_server import Fault, Hub, served
from voicecoach.catalog.fetch import Fetcher, Patience, Wanted, client
from voicecoach.errors import ModelError

CONTENT = random.Random(7).randbytes(300_000)
SUM = hashlib.sha256(CONTENT).hexdigest()
HASTY = Patience(connect_s=2, stall_s=0.3, barren_tries=4, corrupt_tries=3, pause_s=0.01)


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A server with one file."""
    with served(Hub({"model.bin": CONTENT}, stall_s=1.0)) as made:
        yield made


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Where the file goes, and where it lies until it is whole."""
    return tmp_path / "model.bin", tmp_path / ".part" / "model.bin"


def bring(
    hub: Hub, places: tuple[Path, Path], size: int | None = len(CONTENT), sha256: str | None = SUM
) -> list[tuple[str, int]]:
    """Fetch it; gives what was told on the way."""
    told: list[tuple[str, int]] = []
    wanted = Wanted(f"{hub.address}/org/repo/resolve/abc/model.bin", size, sha256)
    with client(HASTY) as http:
        Fetcher(http, HASTY, lambda phase, here: told.append((phase, here))).fetch(wanted, *places)
    return told


@pytest.mark.parametrize(
    "fault",
    [
        hub_server.drop(100_000),
        hub_server.drop(0),
        hub_server.stall(100_000),
        hub_server.busy,
        hub_server.wrong_bytes,
        hub_server.too_much,
        hub_server.says_shorter,
        hub_server.says_longer,
    ],
    ids=["drop", "drop-at-once", "stall", "busy", "wrong-bytes", "too-much", "says-shorter", "says-longer"],
)
@pytest.mark.parametrize("known", [True, False], ids=["known-to-the-catalog", "published-by-the-server"])
def test_every_fault_ends_in_the_whole_file(
    hub: Hub, places: tuple[Path, Path], fault: Fault, known: bool
) -> None:
    """One bad answer, then good ones: the file is right, and nothing is left half."""
    hub.faults = [fault]
    told = bring(hub, places, *((len(CONTENT), SUM) if known else (None, None)))
    assert places[0].read_bytes() == CONTENT
    assert not places[1].exists()
    assert told[-1] == ("verifying", len(CONTENT))


@pytest.mark.parametrize("fault", [hub_server.drop(100_000), hub_server.says_shorter])
def test_what_ended_too_soon_goes_on_where_it_was(hub: Hub, places: tuple[Path, Path], fault: Fault) -> None:
    """The second request asks for the rest only, whoever ended the first."""
    hub.faults = [fault]
    bring(hub, places)
    asked = [asked for _, asked in hub.requests]
    assert len(asked) == 2
    assert asked[0] == ""
    assert asked[1].startswith("bytes=")
    assert 0 < int(asked[1].removeprefix("bytes=").rstrip("-")) < len(CONTENT)


@pytest.mark.parametrize(
    ("fault", "requests"), [(hub_server.ignores_range(CONTENT), 2), (hub_server.other_place, 3)]
)
def test_a_server_that_cannot_resume_is_started_over(
    hub: Hub, places: tuple[Path, Path], fault: Fault, requests: int
) -> None:
    """A whole file is taken from its start; bytes from another place are not taken at all."""
    hub.faults = [hub_server.drop(100_000), fault]
    bring(hub, places)
    assert places[0].read_bytes() == CONTENT
    assert len(hub.requests) == requests


def test_a_whole_part_is_verified_and_not_fetched_again(hub: Hub, places: tuple[Path, Path]) -> None:
    """Killed between the last byte and the final name."""
    places[1].parent.mkdir()
    places[1].write_bytes(CONTENT)
    bring(hub, places)
    assert hub.requests == []
    assert places[0].read_bytes() == CONTENT


@pytest.mark.parametrize("left", [CONTENT + b"x", CONTENT[:1000] + bytes(5000), b"\0" * len(CONTENT)])
def test_what_a_crash_left_is_never_trusted(hub: Hub, places: tuple[Path, Path], left: bytes) -> None:
    """Too long, a tail of zeros, or wrong throughout."""
    places[1].parent.mkdir()
    places[1].write_bytes(left)
    bring(hub, places)
    assert places[0].read_bytes() == CONTENT


def test_a_size_that_nobody_knew_is_learnt(hub: Hub, places: tuple[Path, Path]) -> None:
    """A server that publishes nothing is believed as to the length that it sends."""
    hub.publish = False
    bring(hub, places, None, None)
    assert places[0].read_bytes() == CONTENT
    places[1].write_bytes(CONTENT)
    bring(hub, places, None, None)
    assert places[0].read_bytes() == CONTENT


def test_wrong_content_again_and_again_is_given_up(hub: Hub, places: tuple[Path, Path]) -> None:
    """Three whole files, none right: nothing of it stays."""
    hub.any_fault = lambda: hub_server.wrong_bytes
    with pytest.raises(ModelError, match="wrong content 3 times"):
        bring(hub, places)
    assert len(hub.requests) == 3
    assert not places[0].exists()
    assert not places[1].exists()


def test_a_server_that_never_answers_is_given_up_and_what_came_is_kept(
    hub: Hub, places: tuple[Path, Path]
) -> None:
    """Four tries without a byte; then one sentence, and the part for the next time."""
    hub.faults = [hub_server.drop(100_000)]
    hub.any_fault = lambda: hub_server.busy
    with pytest.raises(ModelError, match="busy") as told:
        bring(hub, places)
    assert "goes on from there" in told.value.next_step
    assert not places[0].exists()
    assert places[1].stat().st_size > 0


def test_a_file_that_is_not_there_is_given_up_at_once(hub: Hub, places: tuple[Path, Path]) -> None:
    """404 is final."""
    hub.files = {}
    with pytest.raises(ModelError, match="404"):
        bring(hub, places)
    assert len(hub.requests) == 1


def test_no_server_at_all(places: tuple[Path, Path]) -> None:
    """Nothing listens there."""
    gone = Hub({}, address="http://127.0.0.1:9")
    with pytest.raises(ModelError, match="cannot be reached"):
        bring(gone, places)


def test_the_hubs_sum_for_small_files_is_checked_too(hub: Hub, places: tuple[Path, Path]) -> None:
    """Its own ETag of a small file is a git blob's SHA-1."""
    blob = hashlib.sha1(f"blob {len(CONTENT)}\0".encode() + CONTENT, usedforsecurity=False).hexdigest()
    hub.publish = False

    def published(then: Fault | None) -> Fault:
        def fault(answer: hub_server.Answer) -> None:
            answer.headers |= {"ETag": f'"{blob}"', "X-Repo-Commit": "abc"}
            if then:
                then(answer)

        return fault

    hub.faults = [published(hub_server.wrong_bytes), published(None)]
    bring(hub, places, None, None)
    assert places[0].read_bytes() == CONTENT
    assert len(hub.requests) == 2


def test_a_full_disk_is_one_sentence(
    hub: Hub, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came is kept for when there is room."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("voicecoach.catalog.fetch.os.fsync", full)
    with pytest.raises(ModelError, match="No space left"):
        bring(hub, places)
    assert not places[0].exists()


@pytest.mark.parametrize("number", ["\u00b2", "9" * 5000, "-1", "x"])
def test_a_length_that_is_no_number_is_passed_over(number: str, hub: Hub, places: tuple[Path, Path]) -> None:
    """The catalog's, or that of the answer itself, counts."""

    def fault(answer: hub_server.Answer) -> None:
        answer.headers["X-Linked-Size"] = number

    hub.faults = [fault]
    bring(hub, places, None)
    assert places[0].read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("name", "value"), [("ALL_PROXY", "socks5://127.0.0.1:9"), ("SSL_CERT_FILE", "/nowhere/cert.pem")]
)
def test_what_the_environment_says_of_the_network_and_cannot_be_is_named(
    name: str, value: str, hub: Hub, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do about it."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ModelError, match=name) as told:
        bring(hub, places)
    assert name in told.value.next_step
