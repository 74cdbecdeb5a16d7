"""Trains the encoder behind findings, scope check, role check and answers, and writes it for the program.

    python scripts/train_encoder.py fit BASE OUT.pt [--hold FILE ...] [--from OUT.pt] [--epochs N]
        fine-tune on all labelled text but the held files. BASE is a folder with `model.safetensors` and
        `vocab.txt` of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0). Two cores: about an hour.
    python scripts/train_encoder.py fit shipped OUT.pt --heads gives [--epochs N]
        train one head alone, with the layers of its own, on the shipped encoder. All else stays as it is
    python scripts/train_encoder.py write OUT.pt [--hold FILE ...]
        write voicecoach/data/encoder: the model in 8 bits, its vocabulary, and what is settled on the held
        dialogues (bars, sureness, outcomes); with none held, what was settled before stays
    python scripts/train_encoder.py check FILE ...
        score the shipped encoder on labelled dialogues

Needs the extra `training` (torch, safetensors, onnx). Text: training/ and tests/data/.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bert import Encoder

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts" / "encoder"), str(ROOT)]

from examples import (  # noqa: E402
    Example,
    answer_examples,
    authored_examples,
    dialogue_examples,
    ordinary_talk,
    read,
    role_examples,
    scope_examples,
    script_examples,
)  # fmt: skip

RANK = 20_000
"""How many of BERT's pieces, the commonest first, may stay in the vocabulary."""

WEIGHTS = {"c": 0.7, "dialogues": 1.5}
"""What a dialogue of a file counts: less where those wrote it who wrote the first detectors, more where
the guide itself was made with it."""


def labelled(folder: str) -> list[Path]:
    """The labelled files of one kind."""
    shared = ROOT / "tests" / "data" / f"{folder}.jsonl"
    return [*sorted((ROOT / "training" / folder).glob("*.jsonl")), *([shared] if shared.exists() else [])]


def examples(held: set[Path]) -> list[Example]:
    from voicecoach.partner.in_role import speech_of

    found: list[Example] = []
    talks = []
    for path in (p for p in labelled("dialogues") if p not in held):
        rows = read(path)
        talks += rows
        for row in rows:
            found += dialogue_examples(row, path.stem, WEIGHTS.get(path.stem, 1.0))
    found += authored_examples(0.7)
    found += ordinary_talk(random.Random(3).sample(talks, min(len(talks), 500)), 0.5)
    for path in (p for p in labelled("scope") if p not in held):
        found += scope_examples(path, 1.2 if path.stem == "written" else 0.8)
    for path in (p for p in labelled("lines") if p not in held):
        found += role_examples(path, speech_of)
    for path in (p for p in labelled("answers") if p not in held):
        found += answer_examples(path)
    for path in labelled("fold"):
        found += script_examples(path)
    return found + giving_examples(held)


def giving_examples(held: set[Path]) -> list[Example]:
    """Turns that give ground and turns that do not."""
    from giving import from_dialogues, from_talks

    found = [e for p in labelled("dialogues") if p not in held for e in from_dialogues(p)]
    return found + [e for p in labelled("gives") if p not in held for e in from_talks(p)]


def started(base: Path) -> tuple[Encoder, list[str]]:
    """The model to begin with, and its vocabulary: the shipped one, or that of published weights."""
    from bert import Shape, from_bert
    from safetensors.torch import load_file
    from thaw import thaw
    from vocabulary import kept

    from voicecoach.encoder.model import FOLDER
    from voicecoach.encoder.pieces import MOST_PIECES

    if str(base) == "shipped":
        words = (FOLDER / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
        return thaw(FOLDER), words
    numbers, words = kept(base / "vocab.txt", RANK)
    shape = Shape(len(numbers), positions=MOST_PIECES)
    return from_bert(load_file(base / "model.safetensors"), numbers, shape), words


def run_fit(args: argparse.Namespace) -> None:
    import torch
    from fit import fit

    from voicecoach.encoder.pieces import Pieces

    vocabulary = args.out.with_suffix(".txt")
    model, words = started(args.base)
    vocabulary.write_text("\n".join(words), encoding="utf-8")
    shape = model.shape
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=False)["model"])
    every = examples({p.resolve() for p in args.hold})
    print(f"{len(every)} examples, {len(words)} pieces", flush=True)

    def keep() -> None:
        torch.save({"model": model.state_dict(), "shape": shape}, args.out)

    if args.heads:
        every = [e for e in every if e.task in args.heads]
    fit(
        model,
        every,
        Pieces(vocabulary),
        epochs=args.epochs,
        rate=args.rate,
        heads=args.heads or (),
        after=keep,
    )


def run_write(args: argparse.Namespace) -> None:
    import torch
    from bert import Encoder
    from export import export

    from voicecoach.encoder.model import FOLDER

    saved = torch.load(args.out, weights_only=False)
    model = Encoder(saved["shape"])
    model.load_state_dict(saved["model"])
    FOLDER.mkdir(parents=True, exist_ok=True)
    export(model, FOLDER)
    words = args.out.with_suffix(".txt").read_text(encoding="utf-8")
    (FOLDER / "vocabulary.txt").write_text(words, encoding="utf-8")
    if args.hold:
        write_settled(args.hold)


def write_settled(held: list[Path]) -> None:
    """Settle on the held dialogues, twice: where a talk stands hangs on what was found."""
    from settle import START, calibrate, count, gold_findings, outcome_weights, record, settle_bars

    from voicecoach.coaching.dialogue import brief_of, turns_of
    from voicecoach.coaching.findings import TranscriptReader
    from voicecoach.coaching.settled import FILE, Settled
    from voicecoach.coaching.stretches import LABELS
    from voicecoach.encoder.model import encoder

    rows = [row for path in held for row in read(path)]
    model = encoder()
    bars, sureness = dict.fromkeys(map(str, LABELS), START), {}
    for _ in range(2):
        kept = record(rows, model, Settled(bars, {}, {}))
        bars = settle_bars(rows, kept)
        total = count(rows, kept, bars)
        sureness = calibrate(total)
    total.show()
    figures = Settled(bars, sureness, {})
    found = []
    for row in rows:
        reader = TranscriptReader(brief_of(row), model, figures)
        found.append([f for turn in turns_of(row) for f in reader.read(turn)])
    others = [
        row
        for p in labelled("dialogues")
        if p.resolve() not in {h.resolve() for h in held}
        for row in read(p)
    ]
    outcome = outcome_weights([*others, *rows, *rows], [*map(gold_findings, others), *found, *found])
    data = {
        "bars": {k: [b.word, b.start] for k, b in bars.items()},
        "sureness": sureness,
        "outcome": outcome,
    }
    FILE.write_text(json.dumps(data, indent=1), encoding="utf-8")
    print(f"wrote {FILE.name}", bars)


def run_check(args: argparse.Namespace) -> None:
    from settle import count, record

    from voicecoach.coaching.settled import settled
    from voicecoach.encoder.model import encoder

    rows = [row for path in args.files for row in read(path)]
    count(rows, record(rows, encoder(), settled()), settled().bars).show()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    does = parser.add_subparsers(required=True)
    fitting = does.add_parser("fit")
    fitting.add_argument("base", type=Path, help="a folder, or 'shipped'")
    fitting.add_argument("out", type=Path)
    fitting.add_argument("--hold", type=Path, nargs="*", default=[])
    fitting.add_argument("--from", dest="start", type=Path)
    fitting.add_argument("--epochs", type=int, default=10)
    fitting.add_argument("--rate", type=float, default=2.2e-4)
    fitting.add_argument("--heads", nargs="*", help="train these alone: scope, role, answer, gives")
    fitting.set_defaults(run=run_fit)
    writing = does.add_parser("write")
    writing.add_argument("out", type=Path)
    writing.add_argument("--hold", type=Path, nargs="*", default=[])
    writing.set_defaults(run=run_write)
    checking = does.add_parser("check")
    checking.add_argument("files", type=Path, nargs="+")
    checking.set_defaults(run=run_check)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
