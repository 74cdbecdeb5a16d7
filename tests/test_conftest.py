"""What conftest.py promises: nothing skipped in CI, no network, no home but the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")

TESTS = {
    "skips": "import pytest\ndef test_it():\n    pytest.skip('needs strace')\n",
    "lacks": "import pytest\nother = pytest.importorskip('no_such_module')\n",
    "marked": "import pytest\n@pytest.mark.skipif(True, reason='needs flite')\ndef test_it(): pass\n",
    "elsewhere": "import pytest\n@pytest.mark.skipif(True, reason='needs macOS')\ndef test_it(): pass\n",
    "reaches": "import contextlib, socket\nfrom voicecoach.errors import OfflineError\ndef test_it():\n"
    "    with contextlib.suppress(OfflineError):\n        socket.getaddrinfo('example.com', 80)\n",
    "passes": "import os\ndef test_it():\n    assert 'pytest' in os.environ['VOICECOACH_HOME']\n",
}


def outcome(tmp_path: Path, name: str, ci: str) -> int:
    """pytest's exit code for one of these, with our conftest."""
    shutil.copy(CONFTEST, tmp_path / "conftest.py")
    (tmp_path / f"test_{name}.py").write_text(TESTS[name])
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        str(tmp_path),
    ]
    ours = {"CI": ci, "PYTHONPATH": str(CONFTEST.parents[1]), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environ = {**os.environ, **ours}
    return subprocess.run(command, capture_output=True, check=False, env=environ).returncode


@pytest.mark.parametrize(
    ("name", "here", "in_ci"),
    [
        ("skips", 0, 1),
        ("lacks", 5, 2),
        ("marked", 0, 1),
        ("elsewhere", 0, 0),
        ("reaches", 1, 1),
        ("passes", 0, 0),
    ],
)
def test_in_ci_a_skipped_test_fails_the_run(tmp_path: Path, name: str, here: int, in_ci: int) -> None:
    """But for those of another system; and whoever reaches out fails everywhere."""
    assert outcome(tmp_path, name, "") == here
    assert outcome(tmp_path, name, "true") == in_ci
