"""Names for findings that stay the same when the critique is made again."""

from __future__ import annotations

import re

from voicecoach.types import Finding


def finding_key(finding: Finding) -> str:
    """ "3.hedge.i-was-wondering-if": the turn, the label and the words.

    The same words found twice in one turn share a key, so that one strike is enough for both.
    """
    words = re.sub(r"[^\w]+", "-", finding.quote.lower()).strip("-")
    return f"{finding.turn}.{finding.label.value}.{words}"
