"""Trains the encoder behind findings, scope check, role check and answers, and writes it for the program.

    python scripts/train_encoder.py fit BASE OUT.pt [--hold FILE ...] [--from OUT.pt] [--epochs N]
        fine-tune on all labelled text but the held files. BASE is a folder with `model.safetensors` and
        `vocab.txt` of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0). Two cores: about an hour.
    python scripts/train_encoder.py fit-branch turn|scope OUT.pt [--hold FILE ...] [--epochs N]
        train one branch of the shipped encoder further (what judges a turn as a whole; the scope check).
        All else stays as it is. Two slow cores: half an hour for turns, ten minutes for scope
    python scripts/train_encoder.py mean OUT.pt RUN.pt RUN.pt ...
        the mean of the shipped encoder and of runs that began with it: often better than each of them
    python scripts/train_encoder.py write OUT.pt [--settle FILE ...]
        write voicecoach/data/encoder: the model in 8 bits, its vocabulary, and what is settled on dialogues
        that were held out (bars, sureness, outcomes); with none, what was settled before stays
    python scripts/train_encoder.py check FILE ...
        score the shipped encoder on labelled dialogues

Needs the extra `training` (torch, safetensors, onnx). Text: training/ and tests/data/.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bert import Encoder

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts" / "encoder"), str(ROOT / "scripts"), str(ROOT)]

from examples import (  # noqa: E402
    Example,
    Judged,
    authored_examples,
    dialogue_examples,
    ordinary_talk,
    read,
    role_examples,
    scope_examples,
)  # fmt: skip
from turns import KINDS, of_file  # noqa: E402

from voicecoach.partner.in_role import speech_of  # noqa: E402

RANK = 20_000
"""How many of BERT's pieces, the commonest first, may stay in the vocabulary."""

WEIGHTS = {"c": 0.7, "dialogues": 1.5}
"""What a dialogue of a file counts: less where those wrote it who wrote the first detectors, more where
the guide itself was made with it."""


def labelled(folder: str) -> list[Path]:
    """The labelled files of one kind."""
    shared = ROOT / "tests" / "data" / f"{folder}.jsonl"
    return [*sorted((ROOT / "training" / folder).glob("*.jsonl")), *([shared] if shared.exists() else [])]


def examples(held: set[Path]) -> list[Example | Judged]:
    """Everything that is labelled."""
    found: list[Example | Judged] = []
    talks = []
    for path in (p for p in labelled("dialogues") if p not in held):
        rows = read(path)
        talks += rows
        for row in rows:
            found += dialogue_examples(row, path.stem, WEIGHTS.get(path.stem, 1.0))
    found += authored_examples(0.7)
    found += [one for one in some_talk(talks) if "role" in one.right]
    for path in (p for p in labelled("lines") if p not in held):
        found += role_examples(path, speech_of)
    return [*found, *of_scope(held), *of_turns(held)]


def some_talk(talks: Sequence[Any]) -> Iterator[Judged]:
    """Of the labelled rehearsals, what is neither out of scope nor out of role."""
    return ordinary_talk(random.Random(3).sample(talks, min(len(talks), 500)), 0.5)


def of_scope(held: set[Path]) -> list[Judged]:
    """Texts of which it is known whether they are fit to rehearse."""
    paths = [p for p in labelled("scope") if p not in held]
    texts = [one for p in paths for one in scope_examples(p, 1.2 if p.stem == "written" else 0.8)]
    talks = [row for p in labelled("dialogues") if p not in held for row in read(p)]
    return texts + [one for one in some_talk(talks) if "scope" in one.right]


def of_turns(held: set[Path]) -> list[Judged]:
    """Turns of which it is known whether they give ground, or answer what was objected."""
    return [one for kind in KINDS for path in labelled(kind) if path not in held for one in of_file(path)]


def of_shown_turns(held: set[Path]) -> list[Judged]:
    """Of files with much of the same only a share: `SHARES`."""
    rng = random.Random(5)
    files = [path for kind in KINDS for path in labelled(kind) if path not in held]
    return [one for path in files for one in of_file(path) if rng.random() < share_of(path, one)]


def share_of(path: Path, one: Judged) -> float:
    does, does_not = next(share for name, share in SHARES.items() if path.match(name))
    return does if any(value for value, _ in one.right.values()) else does_not


SHARES = {
    "fold/own.jsonl": (0.4, 0.15),
    "fold/four.jsonl": (1.0, 1.0),
    "fold/five.jsonl": (1.0, 0.7),
    "fold/*.jsonl": (0.8, 0.45),
    "talks/quiet_*.jsonl": (1.0, 1.0),
    "talks/*.jsonl": (0.6, 0.6),
    "answers/*.jsonl": (0.8, 0.8),
    "dialogues*.jsonl": (0.6, 0.1),
    "dialogues/*.jsonl": (0.6, 0.1),
}
"""Of which files what share is shown: of turns that do something, and of those that do not."""


def of_scope_both_ways(held: set[Path]) -> list[Judged]:
    return both_ways(of_scope(held), random.Random(1))


OF_BRANCH = {"turn": of_shown_turns, "scope": of_scope_both_ways}
"""What a branch is trained on by itself."""


def started(base: Path) -> tuple[Encoder, list[str]]:
    """The model to begin with, and its vocabulary: the shipped one, or that of published weights."""
    from bert import Shape, from_bert
    from safetensors.torch import load_file
    from thaw import thaw
    from vocabulary import kept

    from voicecoach.encoder.model import FOLDER
    from voicecoach.encoder.pieces import MOST_PIECES

    if base.suffix == ".pt":
        return loaded(base), base.with_suffix(".txt").read_text(encoding="utf-8").split("\n")
    if str(base) == "shipped":
        words = (FOLDER / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
        return thaw(FOLDER), words
    numbers, words = kept(base / "vocab.txt", RANK)
    shape = Shape(len(numbers), positions=MOST_PIECES)
    return from_bert(load_file(base / "model.safetensors"), numbers, shape), words


def loaded(path: Path) -> Encoder:
    """One that was fitted."""
    import torch
    from bert import Encoder

    saved = torch.load(path, weights_only=False)
    model = Encoder(saved["shape"])
    model.load_state_dict(saved["model"])
    return model


def found_at(judged: dict[str, list[tuple[float, int]]]) -> Iterator[str]:
    """What a head finds at some bars: the share of what is so, and of what is not."""
    for name, pairs in judged.items():
        so, other = ([odds for odds, right in pairs if bool(right) is which] for which in (True, False))
        if so and other:
            shares = (f"{b}: {_over(b, so):.2f} / {_over(b, other):.2f}" for b in (0.3, 0.4, 0.5, 0.6, 0.7))
            yield f"{name}: {', '.join(shares)}"


def _over(bar: float, odds: list[float]) -> float:
    return sum(value >= bar for value in odds) / len(odds)


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

    fit(model, every, Pieces(vocabulary), epochs=args.epochs, rate=args.rate, after=keep)


def run_fit_branch(args: argparse.Namespace) -> None:
    import torch
    from fit_branch import fit_branch, judge, ready

    from voicecoach.encoder.model import FOLDER, encoder

    model, words = started(Path("shipped"))
    args.out.with_suffix(".txt").write_text("\n".join(words), encoding="utf-8")
    held = {p.resolve() for p in args.hold}
    every = OF_BRANCH[args.branch](held)
    print(f"{len(every)} texts, through the shared layers in {FOLDER.name}", flush=True)
    of_held = [list(of_file(p) if args.branch == "turn" else scope_examples(p)) for p in args.hold]
    shown = [ready(examples, encoder()) for examples in of_held]

    def keep() -> None:
        torch.save({"model": model.state_dict(), "shape": model.shape}, args.out)
        for path, examples in zip(args.hold, shown, strict=True):
            print(path.name, *found_at(judge(model, args.branch, examples)), sep="\n  ", flush=True)

    examples = ready(every, encoder())
    print("the shared layers are through", flush=True)
    fit_branch(model, args.branch, examples, epochs=args.epochs, rate=args.rate, after=keep)


def both_ways(judged: list[Judged], rng: random.Random) -> list[Judged]:
    """Each as it is and bare where it can be, but for what weighs little, of which some is left out."""
    every = [way for one in judged for way in (one, one.bare) if way is not None]
    return [one for one in every if rng.random() < max(weight for _, weight in one.right.values())]


def run_mean(args: argparse.Namespace) -> None:
    import torch

    model, words = started(Path("shipped"))
    states = [model.state_dict(), *(loaded(path).state_dict() for path in args.runs)]
    mean = {
        name: sum(state[name] for state in states) / len(states) if value.is_floating_point() else value
        for name, value in states[0].items()
    }
    torch.save({"model": mean, "shape": model.shape}, args.out)
    args.out.with_suffix(".txt").write_text("\n".join(words), encoding="utf-8")


def run_write(args: argparse.Namespace) -> None:
    from export import export

    from voicecoach.encoder.model import FOLDER

    model = loaded(args.out)
    FOLDER.mkdir(parents=True, exist_ok=True)
    export(model, FOLDER)
    words = args.out.with_suffix(".txt").read_text(encoding="utf-8")
    (FOLDER / "vocabulary.txt").write_text(words, encoding="utf-8")
    if args.settle:
        write_settled(args.settle)


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
    fitting.set_defaults(run=run_fit)
    branching = does.add_parser("fit-branch")
    branching.add_argument("branch", choices=sorted(OF_BRANCH))
    branching.add_argument("out", type=Path)
    branching.add_argument("--hold", type=Path, nargs="*", default=[])
    branching.add_argument("--epochs", type=int, default=3)
    branching.add_argument("--rate", type=float, default=2.5e-4)
    branching.set_defaults(run=run_fit_branch)
    taking_mean = does.add_parser("mean")
    taking_mean.add_argument("out", type=Path)
    taking_mean.add_argument("runs", type=Path, nargs="+")
    taking_mean.set_defaults(run=run_mean)
    writing = does.add_parser("write")
    writing.add_argument("out", type=Path)
    writing.add_argument("--settle", type=Path, nargs="*", default=[], help="labelled dialogues")
    writing.set_defaults(run=run_write)
    checking = does.add_parser("check")
    checking.add_argument("files", type=Path, nargs="+")
    checking.set_defaults(run=run_check)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
