"""Bad input, by mutation of good input: never a traceback, a hang, or a file written outside."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voicecoach.errors import VoicecoachError

ROOT = Path(__file__).parents[2]
HANG_S = 5
NASTY = [
    b"../",
    b"/etc/passwd",
    b"\x00",
    b"\x1b]0;x\x07",
    b"\xe2\x80\xa8",
    b"\xff\xfe",
    b"[" * 3000,
    b"{" * 50,
    b"<script>",
    b"{{7*7}}",
    b"\\ud800",
    b"1e999",
    b"-1",
    b"NaN",
    b"null",
    b'"',
    b"\n",
    b"9" * 5000,
]
Check = Callable[[bytes], None]
SHARES = {
    "keys": 30,
    "journals": 24,
    "briefs": 17,
    "recordings": 11,
    "streams": 6,
    "voices": 6,
    "transcripts": 3,
    "models": 2,
    "scenarios": 1,
}
"""Of 100 inputs; the slow ones are fewer."""


@dataclass
class Tally:
    """What came of the inputs."""

    inputs: int = 0
    refused: int = 0
    tracebacks: int = 0
    hangs: int = 0
    outside: int = 0
    faults: dict[str, bytes] = field(default_factory=dict)
    """One input for each different fault, by kind and place."""


class Hang(Exception):
    """An input took longer than it may."""


def mutated(good: bytes, rng: random.Random) -> bytes:
    """Good input with one to four faults."""
    data = bytearray(good)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(5):
            case 0:
                data[at:at] = rng.choice(NASTY)
            case 1:
                data[at : at + rng.randint(1, 8)] = rng.randbytes(rng.randint(0, 8))
            case 2:
                del data[at : at + rng.randint(1, 200)]
            case 3:
                data[at:at] = data[at : at + rng.randint(1, 100)]
            case _:
                head = rng.randrange(min(64, len(data) + 1))
                data[head : head + 1] = rng.randbytes(1)
    return bytes(data)


def run(count: int, home: Path, seed: int = 1) -> Tally:
    """Give every reader its share of `count` inputs; files are only to be written below `home`."""
    tally, rng = Tally(), random.Random(seed)
    watch_writes(home, tally)
    for name, (seeds, check) in targets(home).items():
        for _ in range(max(1, count * SHARES[name] // 100)):
            tried(name, check, mutated(rng.choice(seeds), rng), tally)
    return tally


def _hung(*_: Any) -> None:
    raise Hang


def tried(name: str, check: Check, data: bytes, tally: Tally) -> None:
    """One input; what came of it goes into the tally."""
    tally.inputs += 1
    signal.signal(signal.SIGALRM, _hung)
    signal.alarm(HANG_S)
    try:
        check(data)
    except VoicecoachError:
        tally.refused += 1
    except Hang:
        tally.hangs += 1
        tally.faults[f"{name}: hang"] = data
    except Exception as error:  # noqa: BLE001 (that is what is counted)
        tally.tracebacks += 1
        last = traceback.extract_tb(error.__traceback__)[-1]
        tally.faults[f"{name}: {type(error).__name__} at {Path(last.filename).name}:{last.lineno}"] = data
    finally:
        signal.alarm(0)


def watch_writes(home: Path, tally: Tally) -> None:
    """Count files opened for writing outside `home`, for the rest of the program."""
    allowed = (str(home), "/dev/null", str(Path(sys.prefix)), "/proc/")

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(args[0], str) or not isinstance(args[2], int):
            return
        writes = args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes and not args[0].startswith(allowed) and "__pycache__" not in args[0]:
            tally.outside += 1
            tally.faults[f"written outside: {args[0]}"] = b""

    sys.addaudithook(hook)


def targets(home: Path) -> dict[str, tuple[list[bytes], Check]]:
    """For every kind of input: good ones, and who reads them."""
    from voicecoach.audio.recordings import load_recording
    from voicecoach.catalog.models import read
    from voicecoach.rehearsal.brief import load_brief
    from voicecoach.rehearsal.scenario_file import read_scenario
    from voicecoach.speaking.voices import load_voice_file

    data = ROOT / "voicecoach"
    return {
        "keys": ([b"b", b"", b"p", b"\x1b[A", b"s s"], _keys),
        "journals": ([_journal()], _reads_journal(home / "fuzzed")),
        "briefs": (_all(data / "scenarios" / "briefs", "toml"), _file(home / "brief.toml", load_brief)),
        "recordings": (_recordings(), _file(home / "sound.flac", load_recording)),
        "streams": ([_stream()], _Stream()),
        "voices": (_all(ROOT / "voices", "toml"), _file(home / "voice.toml", load_voice_file)),
        "transcripts": ([_transcript()], _critiqued),
        "models": ([(ROOT / "models.toml").read_bytes()], _file(home / "models.toml", read)),
        "scenarios": (_all(data / "scenarios", "toml"), _file(home / "scenario.toml", read_scenario)),
    }


def _all(folder: Path, ending: str) -> list[bytes]:
    return [p.read_bytes() for p in sorted(folder.glob(f"*.{ending}"))]


def _file(path: Path, read: Callable[[Path], Any]) -> Check:
    path.parent.mkdir(parents=True, exist_ok=True)

    def check(data: bytes) -> None:
        path.write_bytes(data)
        read(path)

    return check


def _recordings() -> list[bytes]:
    import io

    import numpy as np
    import soundfile

    made = []
    for form in ("WAV", "FLAC"):
        out = io.BytesIO()
        soundfile.write(out, np.arange(2000, dtype=np.int16), 16_000, format=form)
        made.append(out.getvalue())
    return made


def _journal() -> bytes:
    return (ROOT / "tests" / "data" / "journals" / "version-1" / "journal.jsonl").read_bytes()


def _reads_journal(folder: Path) -> Check:
    from voicecoach.rehearsal import scenario as scenarios
    from voicecoach.rehearsal.journal import JOURNAL, MemoryJournal
    from voicecoach.rehearsal.story import read_story
    from voicecoach.rehearsal.talk import Talk
    from voicecoach.rehearsal.transcript import transcript_lines

    folder.mkdir(parents=True, exist_ok=True)

    def check(data: bytes) -> None:
        (folder / JOURNAL).write_bytes(data)
        story = read_story(folder)
        list(transcript_lines(story))
        Talk.resume(scenarios.load(story.brief.scenario), story, MemoryJournal())

    return check


def _transcript() -> bytes:
    line = (ROOT / "tests" / "data" / "dialogues.jsonl").read_bytes().split(b"\n")[0]
    row: Mapping[str, Any] = json.loads(line)
    return json.dumps({**row, "turns": row["turns"][:4]}).encode()


def _critiqued(data: bytes) -> None:
    from voicecoach.coaching.transcripts import critique_transcript

    try:
        row = json.loads(data)
    except (ValueError, RecursionError):
        return
    critique_transcript(row)


def _keys(data: bytes) -> None:
    from voicecoach.rehearsal.events import State
    from voicecoach.terminal.keys import LineKeys
    from voicecoach.terminal.say import plain

    text = data.decode(errors="replace")
    LineKeys(lambda _: None, lambda: State.READY, lambda _: None).typed(text)
    if any((ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 for c in plain(text)):
        raise AssertionError("a control character reached the terminal")


def _stream() -> bytes:
    parts = [{"message": {"role": "assistant", "content": w}, "done": False} for w in ("No. ", "Not now.")]
    end = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
    return b"".join(json.dumps(p).encode() + b"\n" for p in [*parts, end])


class _Stream:
    """A server that answers with these bytes; one connection's thread for all of them."""

    def __init__(self) -> None:
        self._body = b""
        self._chat: Any = None

    def __call__(self, data: bytes) -> None:
        self._body = data
        self._chat = self._chat or self._made()
        list(self._chat.chat([], {}))

    def _made(self) -> Any:
        import httpx
        import ollama

        from voicecoach.partner.ollama_stream import ChatStream, Patience

        class Served(ChatStream):
            def _made(inner) -> ollama.AsyncClient:  # noqa: N805 (self is the outer one)
                transport = httpx.MockTransport(lambda _: httpx.Response(200, content=self._body))
                return ollama.AsyncClient("http://127.0.0.1:1", transport=transport)

        return Served("http://127.0.0.1:1", "m", think=False, patience=Patience(2, 2, 2))


def main(count: int) -> Tally:
    """Fuzz in a folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["VOICECOACH_HOME"] = place
        return run(count, Path(place))
