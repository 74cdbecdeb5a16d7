"""Which server and which of its models may be used, and what is said where none may."""

from __future__ import annotations

import pytest

from tests.standin_ollama import StandIn
from voicecoach.catalog.ollama_server import Held
from voicecoach.errors import EngineError, EngineMissing
from voicecoach.partner import ollama_server
from voicecoach.partner.ollama_models import find_model, local_model, ranked
from voicecoach.partner.ollama_server import checked_url, chosen_host

LOCAL = {"name": "qwen3:8b", "size": 5_200_000_000}
GB = 10**9


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434"),
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("localhost:5000", "http://localhost:5000"),
        (":5000", "http://127.0.0.1:5000"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("http://0.0.0.0:8080/", "http://127.0.0.1:8080"),
        ("[::1]:99", "http://[::1]:99"),
        ("[::]", "http://[::1]:11434"),
        ("https://localhost", "https://localhost:443"),
        ("HTTP://localhost/ollama", "http://localhost:80/ollama"),
        ("127.8.8.8:1", "http://127.8.8.8:1"),
    ],
)
def test_an_address_on_this_machine_is_used(host: str, url: str) -> None:
    assert checked_url(host) == url


@pytest.mark.parametrize(
    "host",
    [
        "http://192.168.1.7:11434",
        "example.com",
        "http://127.0.0.1@example.com",
        "http://127.0.0.1.example.com",
        "localhost.example.com:11434",
        "http://ollama.com",
        "[2001:db8::1]:11434",
        "[::ffff:10.0.0.1]:11434",
    ],
)
def test_an_address_elsewhere_is_refused_unless_it_is_allowed(host: str) -> None:
    with pytest.raises(EngineMissing, match="not on this machine") as raised:
        checked_url(host)
    assert raised.value.next_step
    assert checked_url(host, allow_remote=True)


@pytest.mark.parametrize("host", ["ftp://localhost", "http://localhost:notaport", "http://[::1"])
def test_what_is_no_address_is_said(host: str) -> None:
    with pytest.raises(EngineMissing, match="no address"):
        checked_url(host)


def test_the_users_setting_comes_before_the_environment_and_that_before_the_default() -> None:
    environment = {"OLLAMA_HOST": "127.0.0.1:7"}
    assert chosen_host("http://127.0.0.1:9", environment) == "http://127.0.0.1:9"
    assert chosen_host("http://127.0.0.1:11434", environment) == "127.0.0.1:7"
    assert chosen_host("", {}) == "http://127.0.0.1:11434"


def test_a_model_is_found_by_its_name_with_or_without_latest() -> None:
    with StandIn() as server:
        assert find_model(server.url, "stand-in").name == "stand-in:latest"
        assert find_model(server.url, "stand-in:latest").name == "stand-in:latest"


def test_a_missing_model_is_told_with_what_is_there_and_how_to_fetch_it() -> None:
    with StandIn() as server, pytest.raises(EngineMissing, match="stand-in:latest") as raised:
        find_model(server.url, "qwen3:8b")
    assert "ollama pull qwen3:8b" in raised.value.next_step


def test_a_server_without_models_is_told_with_one_to_fetch() -> None:
    with StandIn(models=[]) as server, pytest.raises(EngineMissing, match="no model") as raised:
        find_model(server.url)
    assert "ollama pull" in raised.value.next_step


@pytest.mark.parametrize(
    "hidden",
    [
        {"name": "gpt-oss:120b-cloud", "size": 300},
        {"name": "glm-5:cloud", "size": 300},
        {"name": "innocent:latest", "size": 5 * GB, "remote_host": "https://ollama.com"},
        {"name": "innocent:latest", "size": 5 * GB, "remote_model": "gpt-oss:120b"},
        {"name": "gpt-oss:120b-Cloud", "size": 300},
        {"name": "glm-5:CLOUD", "size": 300},
        {"name": "glm-5:cloud@sha256:0f3a", "size": 300},
        {"name": "innocent:latest", "size": 300, "details": {"parent_model": "gpt-oss:120b-cloud"}},
    ],
)
def test_a_cloud_model_is_refused_by_its_name_and_by_what_the_list_says(hidden: dict[str, object]) -> None:
    shown = {str(hidden["name"]): {k: v for k, v in hidden.items() if k.startswith("remote")}}
    with StandIn(models=[hidden, LOCAL], shown=shown) as server:
        assert find_model(server.url).name == "qwen3:8b"
        with pytest.raises(EngineMissing, match="cloud"):
            find_model(server.url, str(hidden["name"]))


@pytest.mark.parametrize(
    "told",
    [
        {"remote_host": "https://ollama.com"},
        {"remote_model": "gpt-oss:120b"},
        {"details": {"parent_model": "gpt-oss:120b-cloud"}},
    ],
)
def test_a_cloud_model_that_the_list_hides_is_refused_by_what_show_says(told: dict[str, object]) -> None:
    models = [{"name": "innocent:latest", "size": 9 * GB}, LOCAL]
    with StandIn(models=models, shown={"innocent:latest": told}) as server:
        assert find_model(server.url).name == "qwen3:8b"
        with pytest.raises(EngineMissing, match="cloud"):
            find_model(server.url, "innocent")


def test_a_cloud_name_is_refused_even_where_the_server_does_not_list_it() -> None:
    with StandIn() as server, pytest.raises(EngineMissing, match="cloud"):
        find_model(server.url, "gpt-oss:120b-cloud")


def test_a_server_that_lists_nothing_is_asked_for_the_wanted_model_itself() -> None:
    with StandIn(lists=False) as server:
        assert find_model(server.url, "stand-in:latest").name == "stand-in:latest"
        with pytest.raises(EngineError):
            find_model(server.url)


def test_a_model_that_only_makes_embeddings_is_passed_over() -> None:
    models = [{"name": "embedder:latest", "size": 9 * GB}, {"name": "small:latest", "size": 1}]
    with StandIn(models=models, shown={"embedder:latest": {"capabilities": ["embedding"]}}) as server:
        assert find_model(server.url).name == "small:latest"


def test_the_best_model_is_a_known_one_as_large_as_fits() -> None:
    held = [
        Held("llama:70b", 40 * GB, remote=False),
        Held("other:7b", 4 * GB, remote=False),
        Held("mistral-nemo:12b", 7 * GB, remote=False),
        Held("qwen3:8b", 5 * GB, remote=False),
        Held("qwen3:4b-instruct", 2 * GB, remote=False),
    ]
    names = [model.name for model in ranked(held, 10 * GB)]
    assert names == ["qwen3:8b", "qwen3:4b-instruct", "other:7b", "mistral-nemo:12b", "llama:70b"]
    assert ranked(held, 0)[0].name == "mistral-nemo:12b"


def test_only_gpt_oss_is_asked_for_low_thinking_and_only_where_it_thinks() -> None:
    thinking = {"capabilities": ["completion", "thinking"]}
    assert local_model("gpt-oss:20b", thinking).think == "low"
    assert local_model("qwen3:8b", thinking).think is False
    assert local_model("my-gpt-oss:20b", {"capabilities": ["completion"]}).think is False


def test_not_installed_and_not_running_are_two_faults_with_two_remedies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with StandIn() as server:
        pass
    told = []
    for there in (False, True):
        monkeypatch.setattr(ollama_server, "is_installed", lambda there=there: there)
        with pytest.raises(EngineMissing) as raised:
            find_model(server.url, "qwen3:8b")
        told.append((raised.value.what, raised.value.next_step))
    (absent, install), (asleep, start) = told
    assert "not installed" in absent
    assert "ollama" in install.lower()
    assert "is installed" in asleep
    assert "ollama" in start.lower()
    assert install != start
