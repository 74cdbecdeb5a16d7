"""Makes a tiny Piper voice that plays two tones a phoneme: the real engine runs, without real weights.

    .venv/bin/python scripts/make_test_voice.py

Writes tests/data/piper-test-voice/tones.onnx (about 5 kB) and its .onnx.json. The ONNX file is written
as protobuf by hand (onnx.proto3 of https://github.com/onnx/onnx), so that no package is needed for it.
The voice has Piper's three inputs; a phoneme lasts 80 ms times the length scale; pads last nothing;
punctuation and spaces are silent.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

FOLDER = Path(__file__).parent.parent / "tests" / "data" / "piper-test-voice"
RATE = 22_050
PHONEME_S = 0.08
LOUDNESS = 0.15
FLOAT, INT64 = 1, 7
SILENT = set("^$ .,;:!?'\"()-_")


def main() -> int:
    """Write the voice and its settings."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "tones.onnx").write_bytes(model())
    settings = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.0, "length_scale": 1.0, "noise_w": 0.0},
        "num_symbols": symbols(),
        "num_speakers": 1,
        "phoneme_type": "espeak",
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
    }
    (FOLDER / "tones.onnx.json").write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n")
    print(f"wrote {FOLDER}/tones.onnx")
    return 0


def symbols() -> int:
    """How many phoneme ids there are."""
    return 1 + max(number for ids in DEFAULT_PHONEME_ID_MAP.values() for number in ids)


def model() -> bytes:
    """The whole ONNX file."""
    opset = field(1, "") + field(2, 17)
    return field(1, 8) + field(2, "voicecoach") + field(7, graph()) + field(8, opset)


def graph() -> bytes:
    """ids -> loudness and two frequencies for each phoneme -> tones -> one row of samples."""
    nodes = [
        node("Reshape", ["input", "flat"], "ids"),
        node("Greater", ["ids", "pad"], "spoken"),
        node("Compress", ["ids", "spoken"], "phonemes"),
        node("Gather", ["scales", "one"], "length_scale"),
        node("Mul", ["length_scale", "phoneme_samples"], "length"),
        node("Range", ["zero", "length", "step"], "time"),
        node("Div", ["time", "length"], "part"),
        node("Mul", ["part", "pi"], "half_turn"),
        node("Sin", ["half_turn"], "swell"),
        *tone("low"),
        *tone("high"),
        node("Add", ["low_wave", "high_wave"], "waves"),
        node("Gather", ["loudness", "phonemes"], "loud"),
        node("Unsqueeze", ["loud", "last"], "loud_column"),
        node("Mul", ["waves", "loud_column"], "loud_waves"),
        node("Mul", ["loud_waves", "swell"], "shaped"),
        node("Reshape", ["shaped", "row"], "output"),
    ]
    constants = [
        tensor("flat", INT64, [-1]),
        tensor("row", INT64, [1, 1, 1, -1]),
        tensor("last", INT64, [1]),
        tensor("one", INT64, 1),
        tensor("pad", INT64, [0]),
        tensor("zero", FLOAT, 0.0),
        tensor("step", FLOAT, 1.0),
        tensor("pi", FLOAT, math.pi),
        tensor("phoneme_samples", FLOAT, PHONEME_S * RATE),
        tensor("loudness", FLOAT, loudness()),
        tensor("low", FLOAT, [turn(180.0 + 7.0 * (i % 40)) for i in range(symbols())]),
        tensor("high", FLOAT, [turn(900.0 + 11.0 * (i * 37 % 97)) for i in range(symbols())]),
    ]
    inputs = [value("input", INT64, 2), value("input_lengths", INT64, 1), value("scales", FLOAT, 1)]
    return (
        b"".join(field(1, each) for each in nodes)
        + field(2, "tones")
        + b"".join(field(5, each) for each in constants)
        + b"".join(field(11, each) for each in inputs)
        + field(12, value("output", FLOAT, 4))
    )


def tone(name: str) -> list[bytes]:
    """Nodes for one sine of each phoneme, at the frequencies of table `name`."""
    return [
        node("Gather", [name, "phonemes"], f"{name}_turn"),
        node("Unsqueeze", [f"{name}_turn", "last"], f"{name}_column"),
        node("Mul", [f"{name}_column", "time"], f"{name}_angle"),
        node("Sin", [f"{name}_angle"], f"{name}_wave"),
    ]


def loudness() -> list[float]:
    """How loud each phoneme is: marks and spaces are silent."""
    silent = {number for mark in SILENT for number in DEFAULT_PHONEME_ID_MAP.get(mark, [])}
    return [0.0 if number in silent else LOUDNESS for number in range(symbols())]


def turn(hertz: float) -> float:
    """Radians a sample."""
    return 2.0 * math.pi * hertz / RATE


def node(kind: str, inputs: Iterable[str], output: str) -> bytes:
    """A NodeProto."""
    return b"".join(field(1, each) for each in inputs) + field(2, output) + field(4, kind)


def tensor(name: str, kind: int, content: float | list[float] | list[int]) -> bytes:
    """A TensorProto; a bare number is a scalar."""
    numbers = content if isinstance(content, list) else [content]
    dims = field(1, len(numbers)) if isinstance(content, list) else b""
    raw = struct.pack(f"<{len(numbers)}{'f' if kind == FLOAT else 'q'}", *numbers)
    return dims + field(2, kind) + field(8, name) + field(9, raw)


def value(name: str, kind: int, dimensions: int) -> bytes:
    """A ValueInfoProto whose dimensions are free."""
    shape = b"".join(field(1, field(2, f"{name}_{number}")) for number in range(dimensions))
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))


def field(number: int, content: int | str | bytes) -> bytes:
    """A protobuf field: a whole number as varint, text and bytes with their length."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    data = content.encode() if isinstance(content, str) else content
    return varint(number << 3 | 2) + varint(len(data)) + data


def varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


if __name__ == "__main__":
    sys.exit(main())
