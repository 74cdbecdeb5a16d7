"""The trained encoder as an ONNX file with 8-bit weights."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from bert import TEXT_OUT, Encoder


class Single(torch.nn.Module):
    """One input at a time, unpadded."""

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids, kinds, sees, last):  # type: ignore[no-untyped-def]
        out = self.model(ids, kinds, sees, torch.zeros_like(last), last)
        return tuple(out[k] for k in ("words", *TEXT_OUT))


def export(model: Encoder, path: Path) -> None:
    """Write `path`. Matrices and the embedding are kept in 8 bits, the rest in 32."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model.eval()
    n = 24
    numbers = torch.ones(1, n, dtype=torch.long)
    given = (numbers, torch.zeros_like(numbers), torch.zeros(1, n, n), torch.zeros(1, n))
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            Single(model), given, str(full), input_names=["ids", "kinds", "sees", "last"],
            output_names=["words", *TEXT_OUT], opset_version=17, dynamo=False,
            dynamic_axes={"ids": {1: "n"}, "kinds": {1: "n"}, "sees": {1: "n", 2: "n"},
                          "last": {1: "n"}, "words": {1: "n"}},
        )  # fmt: skip
        quantize_dynamic(
            full, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
