"""`voicecoach models pull` with a catalog of small files: what the window starts, in tests."""

import sys
from pathlib import Path

from voicecoach.catalog import models
from voicecoach.terminal.cli import main

models.root_data = lambda: Path(sys.argv[1])  # type: ignore[attr-defined]
sys.exit(main(sys.argv[2:]))
