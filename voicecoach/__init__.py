"""voicecoach: rehearse the conversation you have been avoiding, out loud and offline.

The library's public functions are imported when they are first used, so that importing voicecoach is quick.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voicecoach.coaching.transcripts import critique_transcript
    from voicecoach.partner.in_role import clean_line
    from voicecoach.rehearsal.scope import check_scope

# onnxruntime tells its makers of every session unless this is set before it loads.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__version__ = "0.1.0"
__all__ = ["__version__", "check_scope", "clean_line", "critique_transcript"]

_WHERE = {
    "critique_transcript": "voicecoach.coaching.transcripts",
    "check_scope": "voicecoach.rehearsal.scope",
    "clean_line": "voicecoach.partner.in_role",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        import importlib

        return getattr(importlib.import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'voicecoach' has no attribute {name!r}")
