"""`voicecoach models` as a person or the window calls it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner

from tests.catalog.hub_server import Hub, served
from tests.catalog.test_download import FILES, sum_of
from voicecoach import settings
from voicecoach.catalog import models as models_module
from voicecoach.catalog import store
from voicecoach.catalog.models import Catalog, Kind, ModelFile, catalog
from voicecoach.errors import ModelError, OfflineError, UsageError
from voicecoach.terminal.cli import main
from voicecoach.terminal.models_commands import models


@pytest.fixture(autouse=True)
def small_catalog(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The real catalog, `base.en` with small files, and no Ollama."""
    files = tuple(ModelFile(name, len(content), sum_of(content)) for name, content in FILES.items())
    real = catalog()
    small = tuple(replace(m, files=files) if m.id == "base.en" else m for m in real.models)
    made = Catalog(small, real.profiles)
    for module in ("catalog.models", "catalog.store", "terminal.models_commands"):
        monkeypatch.setattr(f"voicecoach.{module}.catalog", lambda: made)
    settings.save("partner.host", "http://127.0.0.1:9")
    yield
    assert models_module.catalog() is made


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """The hub on loopback."""
    with served(Hub(FILES)) as made:
        monkeypatch.setenv("HF_ENDPOINT", made.address)
        yield made


def run(*arguments: str, **named: str) -> tuple[int, str, str]:
    """Exit code, stdout, stderr; an error of ours is raised."""
    result = CliRunner().invoke(models, list(arguments), **named)  # type: ignore[arg-type]
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.usefixtures("refusals_expected")
def test_pull_shows_the_licence_fetches_and_is_offline_again_afterwards(hub: Hub) -> None:
    """Talk on stderr, nothing on stdout."""
    code, out, err = run("pull", "base.en")
    assert (code, out) == (0, "")
    assert "licence MIT" in err
    assert "base.en: here" in err
    assert store.installed_hearing()[0].id == "base.en"
    with pytest.raises(OfflineError):
        socket.getaddrinfo("example.com", 80)


def test_pull_as_json_gives_one_step_a_line_for_the_window(hub: Hub) -> None:
    """Model, file, phase, bytes, rate and time left."""
    _, out, _ = run("pull", "base.en", "--json")
    steps = [json.loads(line) for line in out.splitlines()]
    assert steps[-1]["phase"] == "done"
    assert steps[-1]["done"] == sum(map(len, FILES.values()))
    assert set(steps[0]) == {"model", "file", "phase", "done", "total", "rate", "left_s"}


def test_a_dry_run_fetches_nothing(hub: Hub) -> None:
    """It says what would come."""
    _, _, err = run("pull", "small", "--dry-run")
    assert "en_GB-alba-medium" in err
    assert hub.requests == []


def test_one_that_fails_keeps_no_other_from_coming(hub: Hub) -> None:
    """The error comes last, and says how many."""
    with pytest.raises(ModelError, match="1 of 2 did not come"):
        run("pull", "en_US-joe-medium", "base.en")
    assert store.installed_hearing()[0].id == "base.en"


def test_the_list_says_what_is_here_and_never_fails_for_want_of_ollama(hub: Hub) -> None:
    """As text and as JSON."""
    run("pull", "base.en")
    code, out, _ = run("list")
    assert code == 0
    assert "base.en: here" in out
    assert "small.en: not here" in out
    rows = {row["id"]: row for row in json.loads(run("list", "--json")[1])["models"]}
    assert rows["base.en"]["here"]
    assert rows["base.en"]["licence"] == "MIT"
    assert not rows["qwen3:8b"]["here"]


def test_verify_finds_what_is_corrupt_and_repair_mends_it(hub: Hub) -> None:
    """Exit 1 with the command that mends; then exit 0, and the file is right again."""
    run("pull", "base.en")
    assert run("verify")[:2] == (0, "ok base.en\n")
    (store.model_dir("base.en") / "model.bin").write_bytes(bytes(400_000))
    code, out, err = run("verify")
    assert code == 1
    assert "fail base.en: model.bin is corrupt" in out
    assert "voicecoach models verify --repair base.en" in err
    assert run("verify", "--repair")[0] == 0
    assert run("verify", "--json")[1].count('"ok"') == 4


def test_remove_asks_and_says_what_it_freed(hub: Hub) -> None:
    """No is no; --yes does not ask; a partner's model is Ollama's."""
    run("pull", "base.en")
    assert run("remove", "base.en", input="n\n")[0] == 1
    assert store.installed_hearing()
    assert "freed" in run("remove", "base.en", "--yes")[2]
    assert not store.installed_hearing()
    with pytest.raises(ModelError) as told:
        run("remove", "qwen3:8b")
    assert told.value.next_step.endswith("ollama rm qwen3:8b")


def test_path_prints_where_a_model_is() -> None:
    """For those who put models there by hand."""
    assert run("path")[1].strip().endswith("models")
    assert run("path", "base.en")[1].strip().endswith("base.en")
    with pytest.raises(UsageError, match=r"no model base\.fr"):
        run("path", "base.fr")


@pytest.mark.usefixtures("refusals_expected")
def test_a_sum_that_nobody_published_is_recorded_at_the_first_fetch_and_told(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From then on the file is checked against it."""
    made = models_module.catalog()
    files = tuple(
        replace(file, sha256=None, size=None) if file.name == "vocabulary.txt" else file
        for file in made.model("base.en").files
    )
    changed = Catalog(
        tuple(replace(m, files=files) if m.id == "base.en" else m for m in made.models), made.profiles
    )
    for module in ("catalog.models", "catalog.store", "terminal.models_commands"):
        monkeypatch.setattr(f"voicecoach.{module}.catalog", lambda: changed)
    _, _, err = run("pull", "base.en")
    assert "vocabulary.txt had no sum in models.toml. Its sum is recorded now" in err
    (store.model_dir("base.en", Kind.HEARING) / "vocabulary.txt").write_bytes(b"x\ny\n")
    code, out, _ = run("verify", "base.en")
    assert code == 1
    assert "vocabulary.txt is" in out
    for module in ("catalog.models", "catalog.store", "terminal.models_commands"):
        monkeypatch.setattr(f"voicecoach.{module}.catalog", lambda: made)


def test_a_pull_that_is_interrupted_says_that_it_can_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("voicecoach.catalog.download.download", interrupted)
    assert main(["models", "pull", "base.en"]) == 130
    assert "The same command goes on from there" in capsys.readouterr().err
