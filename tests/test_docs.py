"""The pages that can fall behind the program do not."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_the_settings_page_is_that_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run scripts/write_settings_page.py."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    sys.modules.pop("write_settings_page", None)
    import write_settings_page

    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == write_settings_page.page()


def test_every_dependency_stands_among_the_licences() -> None:
    """One that is added is looked up before it is shipped."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["desktop"]]
    page = (ROOT / "docs" / "licences.md").read_text("utf-8").lower()
    for requirement in wanted:
        name = re.split(r"[<>=\[ ]", requirement)[0].lower()
        assert f"| {name} " in page, name


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md")),
    ],
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    """Relative ones; the network is not asked."""
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text):
        assert ((ROOT / page).parent / target).exists(), target
