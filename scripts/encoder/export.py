"""The trained encoder as ONNX files with 8-bit weights: `shared.onnx`, and one for each branch, since the
runtime works out all that is in a file.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import torch
from bert import BRANCHES, HEADS, Encoder


class Shared(torch.nn.Module):
    """The shared layers; one input at a time, unpadded."""

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids, kinds, sees):  # type: ignore[no-untyped-def]
        return self.model.state(ids, kinds, sees)


class Branch(torch.nn.Module):
    """One branch, from the state that the shared layers give."""

    def __init__(self, model: Encoder, name: str) -> None:
        super().__init__()
        self.model, self.name = model, name

    def forward(self, state, sees, last):  # type: ignore[no-untyped-def]
        return tuple(self.model.branch(self.name, state, sees, last))


def export(model: Encoder, folder: Path) -> None:
    """Write them. Matrices and the embedding are kept in 8 bits, the rest in 32."""
    model.eval()
    n = 24
    ids, sees, last = torch.ones(1, n, dtype=torch.long), torch.zeros(1, n, n), torch.zeros(1, n)
    given = {"ids": ids, "kinds": torch.zeros_like(ids), "sees": sees}
    _write(Shared(model), given, ["state"], folder / "shared.onnx")
    given = {"state": torch.zeros(1, n, model.shape.width), "sees": sees, "last": last}
    for name, heads in BRANCHES.items():
        _write(Branch(model, name), given, list(heads), folder / f"{name}.onnx")


def _write(model: torch.nn.Module, given: dict[str, Any], outputs: list[str], path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    long = [name for name in (*given, *outputs) if name == "words" or name not in HEADS]
    axes = {name: {1: "n"} for name in long} | {"sees": {1: "n", 2: "n"}}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            model, tuple(given.values()), str(full), input_names=list(given), output_names=outputs,
            opset_version=17, dynamo=False, dynamic_axes=axes,
        )  # fmt: skip
        quantize_dynamic(
            full, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
