"""What can be downloaded: `models.toml`, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voicecoach.errors import ModelError, UsageError
from voicecoach.files import Unreadable, read_toml
from voicecoach.paths import root_data


class Kind(StrEnum):
    """Which stage a model is for."""

    HEARING = "hearing"
    SPEAKING = "speaking"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, as its publisher has it."""

    path: str
    """Inside the repository, with slashes."""
    size: int | None
    """Bytes; None where it is not known beforehand."""
    sha256: str | None
    """Hexadecimal; None where it is not known beforehand."""

    @property
    def name(self) -> str:
        """Its name in the model's folder: the last part of its path."""
        return PurePosixPath(self.path).name


@dataclass(frozen=True, slots=True)
class Model:
    """One model that voicecoach offers."""

    id: str
    kind: Kind
    licence: str
    languages: tuple[str, ...]
    ram_gb: float
    """Gigabytes of memory in use, roughly."""
    good_for: str
    repo: str = ""
    """On the hub; empty for kind partner, which Ollama fetches by `id`."""
    revision: str = ""
    """A commit, so that the files never change."""
    files: tuple[ModelFile, ...] = ()
    download_gb: float = 0.0
    """Roughly, where there are no files to count."""
    sex: str = ""
    accent: str = ""

    @property
    def download_bytes(self) -> int:
        """What a fresh download brings; a file of unknown size counts as a voice's."""
        if not self.files:
            return int(self.download_gb * 1e9)
        return sum(file.size or (5_000 if file.name.endswith(".json") else 63_600_000) for file in self.files)


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of models that suits a machine."""

    id: str
    title: str
    ram_gb: float
    """Gigabytes of memory from which it is recommended."""
    cores: int
    """Processor cores from which it is recommended."""
    about: str
    hearing: str | None
    speaking: tuple[str, ...]
    partner: str | None

    @property
    def models(self) -> tuple[str, ...]:
        """The ids of all its models."""
        return tuple(name for name in (self.hearing, *self.speaking, self.partner) if name)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All models, worst to best within a kind, and all profiles, small to large."""

    models: tuple[Model, ...]
    profiles: tuple[Profile, ...]

    def of(self, kind: Kind) -> tuple[Model, ...]:
        """The models for one stage, worst to best."""
        return tuple(model for model in self.models if model.kind is kind)

    def model(self, name: str) -> Model:
        """A model by its id. Raises UsageError, naming one that is spelled alike."""
        for model in self.models:
            if model.id == name:
                return model
        raise UsageError(f"There is no model {name}.", _near(name, [model.id for model in self.models]))

    def profile(self, name: str) -> Profile:
        """A profile by its id. Raises UsageError."""
        for profile in self.profiles:
            if profile.id == name:
                return profile
        raise UsageError(
            f"There is no profile {name}.",
            f"There are: {', '.join(profile.id for profile in self.profiles)}.",
        )

    def wanted(self, name: str) -> tuple[Model, ...]:
        """The models that a profile's or a model's id stands for. Raises UsageError."""
        if any(profile.id == name for profile in self.profiles):
            return tuple(self.model(part) for part in self.profile(name).models)
        return (self.model(name),)


def _near(name: str, names: list[str]) -> str:
    from rapidfuzz import process

    near = process.extractOne(name, names, score_cutoff=60)
    return f"Did you mean {near[0]}?" if near else "`voicecoach models list` shows them all."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _File(_Strict):
    path: Annotated[str, Field(pattern=r"^\w[\w.\-]*(/\w[\w.\-]*)*$")]
    size: Annotated[int, Field(gt=0)] | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class _Described(_Strict):
    id: Annotated[str, Field(pattern=r"^[\w][\w.:\-]*$")]
    licence: Annotated[str, Field(min_length=2)]
    languages: list[str]
    ram_gb: float
    good_for: str


class _Filed(_Described):
    repo: Annotated[str, Field(pattern=r"^[\w.\-]+/[\w.\-]+$")]
    revision: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
    files: Annotated[list[_File], Field(min_length=1)]
    sex: str = ""
    accent: str = ""


class _Pulled(_Described):
    download_gb: Annotated[float, Field(gt=0)]


class _Profile(_Strict):
    id: str
    title: str
    ram_gb: float
    cores: int
    about: str
    hearing: str | None = None
    speaking: list[str]
    partner: str | None = None


class _Catalog(_Strict):
    hearing: list[_Filed]
    speaking: list[_Filed]
    partner: list[_Pulled]
    profile: list[_Profile]


def read(path: Path) -> Catalog:
    """Read a catalog. Raises ModelError, with the place of the fault."""
    try:
        raw = _Catalog.model_validate(read_toml(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ModelError(f"{path}: {place}: {first['msg']}.", "Mend the file.") from error
    except (OSError, Unreadable) as error:
        raise ModelError(f"{path} cannot be read: {error}.", "Install voicecoach again.") from error
    catalog = Catalog(
        models=tuple(_model(kind, entry) for kind in Kind for entry in getattr(raw, kind.value)),
        profiles=tuple(_profile(entry) for entry in raw.profile),
    )
    for profile in catalog.profiles:
        for name in profile.models:
            catalog.model(name)
    return catalog


@cache
def catalog() -> Catalog:
    """The catalog that ships with voicecoach."""
    return read(root_data() / "models.toml")


def _model(kind: Kind, entry: _Described) -> Model:
    fields: dict[str, Any] = entry.model_dump()
    files = tuple(ModelFile(**file) for file in fields.pop("files", ()))
    return Model(kind=kind, files=files, languages=tuple(fields.pop("languages")), **fields)


def _profile(entry: _Profile) -> Profile:
    fields = entry.model_dump()
    return Profile(speaking=tuple(fields.pop("speaking")), **fields)
