"""The trained encoder as ONNX files with 8-bit weights: the shared one, and one for each head with layers of
its own. The runtime works out all that is in a file, so what only some inputs need is kept apart.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import torch
from bert import OWN_LAYERS, TEXT_OUT, Encoder

SHARED = [name for name in TEXT_OUT if name not in OWN_LAYERS]


class Single(torch.nn.Module):
    """One input at a time, unpadded; last, for the heads of their own, the states they start from."""

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids, kinds, sees):  # type: ignore[no-untyped-def]
        states, real = self.model.states(ids, kinds, sees), torch.zeros_like(ids, dtype=torch.float32)
        judged = (self.model.judge(name, states[-1], real) for name in SHARED)
        return (self.model.words(states[-1]), *judged, *(states[-1 - n] for n in OWN_LAYERS.values()))


class Own(torch.nn.Module):
    """One head with layers of its own."""

    def __init__(self, model: Encoder, name: str) -> None:
        super().__init__()
        self.model, self.name = model, name

    def forward(self, state, sees, last):  # type: ignore[no-untyped-def]
        return self.model.own_head(self.name, state, sees, last)


def export(model: Encoder, folder: Path) -> None:
    """Write `encoder.onnx` and the others. Matrices and the embedding are kept in 8 bits, the rest in 32."""
    model.eval()
    n = 24
    ids, sees, last = torch.ones(1, n, dtype=torch.long), torch.zeros(1, n, n), torch.zeros(1, n)
    given = {"ids": ids, "kinds": torch.zeros_like(ids), "sees": sees}
    outputs = ["words", *SHARED, *(f"before_{name}" for name in OWN_LAYERS)]
    _write(Single(model), given, outputs, folder / "encoder.onnx")
    for name in OWN_LAYERS:
        given = {"state": torch.zeros(1, n, model.shape.width), "sees": sees, "last": last}
        _write(Own(model, name), given, [name], folder / f"{name}.onnx")


def _write(model: torch.nn.Module, given: dict[str, Any], outputs: list[str], path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    long = [name for name in (*given, *outputs) if name not in TEXT_OUT]
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
