"""Makes the scripts importable as the commands see them: from their own folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture(autouse=True)
def scripts_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """`import _venv` works as it does in scripts/start.py."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    for name in ("_venv", "_python"):
        monkeypatch.delitem(sys.modules, name, raising=False)
