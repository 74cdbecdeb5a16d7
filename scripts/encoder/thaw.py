"""The shipped encoder as torch weights again, so that a head can be trained on without the rest.

Its 8-bit weights are what the program runs with: made floats and written again, they stay the very same.
"""

from __future__ import annotations

from pathlib import Path

import torch
from bert import BRANCHES, HEADS, OF_WORDS, Encoder, Shape


def thaw(folder: Path) -> Encoder:
    """The model in `folder`."""
    state = _weights(folder / "shared.onnx")
    for name in BRANCHES:
        state |= _weights(folder / f"{name}.onnx")
    model = Encoder(Shape(len(state["word.weight"]), positions=len(state["place.weight"])))
    missing, unknown = model.load_state_dict(state, strict=False)
    if missing or unknown:
        raise SystemExit(f"{folder} holds another model than bert.py: {[*missing, *unknown]}")
    return model


def _weights(path: Path) -> dict[str, torch.Tensor]:
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    kept = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in graph.initializer}

    def floats(name: str) -> torch.Tensor:
        of = [kept[f"{name}_{part}"].float() for part in ("quantized", "zero_point", "scale")]
        return (of[0] - of[1]) * of[2]

    plain = [n for n in kept if n.startswith("model.") and n.endswith(("weight", "bias"))]
    tables = [n for n in ("word", "place", "kind") if f"model.{n}.weight_quantized" in kept]
    return (
        {n.removeprefix("model."): kept[n] for n in plain}
        | {f"{n}.weight": floats(f"model.{n}.weight") for n in tables}
        | {f"{name}.weight": floats(given).T.contiguous() for name, given in _products(graph)}
    )


def _products(graph) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    """Each matrix of the model and the name it goes by in the file, which the nodes that use it tell."""
    nodes = [node for node in graph.node if node.op_type == "MatMulInteger"]
    given = [node.input[1].removesuffix("_quantized") for node in nodes]
    return [(_owner(node.name, name), name) for node, name in zip(nodes, given, strict=True)]


def _owner(node: str, given: str) -> str:
    """ "/layers.0/qkv/MatMul_quant" is of `layers.0.qkv`."""
    if given.startswith("model."):
        return given.removeprefix("model.").removesuffix(".weight_Transposed")
    place = node.removeprefix("/").removesuffix("/MatMul_quant").replace("/", ".")
    if place in HEADS:
        return f"{'ends' if place == OF_WORDS else 'look'}.{place}"
    return f"branches.{place}" if place.split(".")[0] in BRANCHES else place
