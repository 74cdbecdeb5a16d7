"""One file over HTTP, resumed as often as it takes, and never under its final name before it is verified.

What goes wrong, in the order in which it happens:

1. A whole file is already there, under its final name or in the hub's own cache: verified, not fetched.
2. What an earlier try left is longer than the file: thrown away. As long as the file: verified, not fetched.
3. The server cannot be reached, stalls, or answers that it is busy: tried again after a pause.
4. It has no such file, or wants a login: given up at once.
5. It answers 200 to a request for the rest, or 206 from another place than was asked: started over.
6. It sends more than the file is long: cut off there. Less, or breaks off: resumed.
7. It lies about the length: the catalog's size, or its own published one, counts.
8. The bytes are wrong: thrown away and fetched again, twice; then given up.

The bytes come through httpx, not through huggingface_hub: the hub's client moves a file to its final name
before anything has verified it, and its native transport opens sockets that no guard sees.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.errors import ModelError

if TYPE_CHECKING:
    import httpx

CHUNK = 1 << 18

_LFS = re.compile(r'^(?:W/)?"?([0-9a-f]{64})"?$')
_GIT = re.compile(r'^(?:W/)?"?([0-9a-f]{40})"?$')
_BYTES = re.compile(r"^[0-9]{1,18}$")
_NOTHING_LEFT = 416
_BUSY = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to bear with a server."""

    connect_s: float = 15.0
    stall_s: float = 60.0
    """Seconds without a byte that count as broken off."""
    barren_tries: int = 6
    """Tries in a row that bring nothing before it is given up."""
    corrupt_tries: int = 3
    """Whole files that turn out wrong before it is given up."""
    tries: int = 400
    """In all, however much each brings."""
    pause_s: float = 1.0
    """Before a try that follows a barren one; doubled each time, 30 at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as it should be; what is None is learnt from the server."""

    url: str
    size: int | None = None
    sha256: str | None = None
    git_sha1: str | None = None
    """The sum that the hub publishes for small files: SHA-1 of "blob SIZE", a zero byte, and the content."""


Tell = Callable[[str, int], None]
"""Called with the phase ("fetching", "verifying", "waiting") and the bytes of this file that are here."""


class _TryAgain(Exception):
    """This try is over; the next may do better."""


@contextmanager
def client(patience: Patience) -> Iterator[httpx.Client]:
    """A connection to fetch with. Raises ModelError where the environment asks for one that cannot be."""
    import httpx

    timeout = httpx.Timeout(patience.stall_s, connect=patience.connect_s)
    headers = {"User-Agent": "voicecoach", "Accept-Encoding": "identity"}
    try:
        made = httpx.Client(timeout=timeout, headers=headers, follow_redirects=True)
    except (ImportError, ValueError, httpx.InvalidURL) as error:  # a proxy in SOCKS needs one more package
        raise ModelError(
            "The proxy in ALL_PROXY, HTTPS_PROXY or HTTP_PROXY is not one that can be used.",
            "Name one that begins with http://, or go without: unset ALL_PROXY HTTPS_PROXY HTTP_PROXY",
        ) from error
    except OSError as error:
        raise ModelError(
            "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read.",
            "Let it name a file that is there, or go without: unset SSL_CERT_FILE SSL_CERT_DIR",
        ) from error
    with made:
        yield made


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches files over one connection."""

    http: httpx.Client
    patience: Patience
    tell: Tell

    def fetch(self, wanted: Wanted, final: Path, part: Path) -> None:
        """Bring a file under its final name, whole and verified. Raises ModelError.

        What is not whole yet lies in `part`: interrupt this at any byte, and call it again.
        """
        barren = corrupt = 0
        for _ in range(self.patience.tries):
            before = _length(part)
            try:
                if self._brought(wanted, part):
                    _keep(part, final)
                    return
                corrupt += 1
            except _TryAgain as reason:
                barren = 0 if _length(part) > before else barren + 1
                self._pause(barren, part, final, reason)
            if corrupt >= self.patience.corrupt_tries:
                raise ModelError(
                    f"{final.name} came with wrong content {corrupt} times. Nothing of it was kept.",
                    "Try again later, or from another network: something on the way may change it.",
                )
        raise _given_up(final, "the connection breaks too often")

    def _pause(self, barren: int, part: Path, final: Path, reason: _TryAgain) -> None:
        if barren >= self.patience.barren_tries:
            raise _given_up(final, str(reason)) from reason
        self.tell("waiting", _length(part))
        if barren:
            time.sleep(min(30.0, self.patience.pause_s * 2.0 ** (barren - 1)))

    def _brought(self, wanted: Wanted, part: Path) -> bool:
        """One try at the whole file. False where its content was wrong: then it is gone."""
        said = self._bring(wanted, part)
        self.tell("verifying", _length(part))
        if _is_right(part, said):
            return True
        part.unlink(missing_ok=True)
        return False

    def _bring(self, wanted: Wanted, part: Path) -> Wanted:
        """One try at the bytes that are missing. Gives what is wanted, with what the server said of it."""
        have = _length(part)
        if wanted.size is not None and have > wanted.size:
            part.unlink()
            have = 0
        if wanted.size is not None and have == wanted.size:
            return wanted
        with _answer(wanted.url, have, self.http) as response:
            said = _learn(wanted, response)
            if response.status_code == _NOTHING_LEFT and said.size == have:
                return said
            start = _start(response, have)
            if start is None:
                part.unlink(missing_ok=True)
                raise _TryAgain("the server could not go on from where it broke off")
            _write(response, part, start, said.size, self.tell)
        if said.size is None:
            return replace(said, size=_length(part))  # no length was said: the end of the answer is the end
        if _length(part) < said.size:
            raise _TryAgain("the connection broke off")
        return said


def _given_up(final: Path, why: str) -> ModelError:
    return ModelError(
        f"{final.name} cannot be fetched: {why}.",
        "What came is kept. Check the connection and run the same command again: it goes on from there.",
    )


@contextmanager
def _answer(url: str, have: int, http: httpx.Client) -> Iterator[httpx.Response]:
    """The server's answer, or _TryAgain, or ModelError where it is final."""
    import httpx

    headers = {"Range": f"bytes={have}-"} if have else {}
    try:
        with http.stream("GET", url, headers=headers) as response:
            _check(response, url)
            yield response
    except httpx.ConnectError as error:
        if "CERTIFICATE" in str(error).upper():
            raise ModelError(
                "The server's certificate was not accepted. Something on this network may read along.",
                "If that is your company's proxy, set SSL_CERT_FILE to its certificate and try again.",
            ) from error
        raise _TryAgain("the server cannot be reached") from error
    except httpx.TimeoutException as error:
        raise _TryAgain("the server went silent") from error
    except httpx.TransportError as error:
        raise _TryAgain("the connection broke") from error
    except (httpx.TooManyRedirects, httpx.InvalidURL) as error:
        raise ModelError(f"{url} leads nowhere.", "Check HF_ENDPOINT.") from error


def _check(response: httpx.Response, url: str) -> None:
    status = response.status_code
    if status in (200, 206, _NOTHING_LEFT):
        return
    if status in _BUSY:
        raise _TryAgain(f"the server is busy ({status})")
    raise ModelError(f"The server refuses {url} ({status}).", "Try again later, or another model.")


def _learn(wanted: Wanted, response: httpx.Response) -> Wanted:
    """Fill in what is not known from what the hub publishes with the file, on the way or at its end."""
    answers = [*response.history, response]
    size, sha256, git_sha1 = wanted.size, wanted.sha256, wanted.git_sha1
    for answer in answers:
        size = size or _number(answer.headers.get("x-linked-size", ""))
        tag = answer.headers.get("x-linked-etag") or _own_tag(answer)
        if not sha256 and (found := _LFS.match(tag)):
            sha256 = found.group(1)
        if not sha256 and not git_sha1 and (found := _GIT.match(tag)):
            git_sha1 = found.group(1)
    return replace(wanted, size=size or _length_said(response), sha256=sha256, git_sha1=git_sha1)


def _own_tag(answer: httpx.Response) -> str:
    """The tag of the hub's own answer; where the bytes come from, tags mean something else."""
    return str(answer.headers.get("etag", "")) if "x-repo-commit" in answer.headers else ""


def _length_said(response: httpx.Response) -> int | None:
    """The length of the whole file, as this answer has it."""
    total = response.headers.get("content-range", "").rpartition("/")[2]
    if response.status_code in (206, _NOTHING_LEFT) and _number(total) is not None:
        return _number(total)
    return _number(response.headers.get("content-length", "")) if response.status_code == 200 else None


def _number(said: str) -> int | None:
    return int(said) if _BYTES.match(said) else None


def _start(response: httpx.Response, have: int) -> int | None:
    """Where the answer's bytes belong: 0 for a whole file, `have` for the rest; None for anything else."""
    if response.status_code == 200:
        return 0
    if response.status_code == 206:
        first = response.headers.get("content-range", "").removeprefix("bytes ").partition("-")[0]
        return have if first == str(have) else None
    return None


def _write(response: httpx.Response, part: Path, start: int, size: int | None, tell: Tell) -> None:
    """The answer's bytes, from `start` on, and none beyond `size`."""
    part.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with part.open("r+b" if start else "wb") as file:
            file.seek(start)
            for chunk in response.iter_raw():
                room = len(chunk) if size is None else max(0, size - file.tell())
                file.write(chunk[:room])
                tell("fetching", file.tell())
                if room < len(chunk):
                    break
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ModelError(
            f"{part.name} cannot be written: {error.strerror}.", "Make room and run it again."
        ) from error


def _is_right(part: Path, wanted: Wanted) -> bool:
    """Size and sums. A file that nobody published a sum for is taken as it came."""
    if wanted.size is not None and _length(part) != wanted.size:
        return False
    with part.open("rb") as file:
        if wanted.sha256:
            return hashlib.file_digest(file, "sha256").hexdigest() == wanted.sha256
        if wanted.git_sha1:
            summed = hashlib.sha1(f"blob {_length(part)}\0".encode(), usedforsecurity=False)
            while block := file.read(CHUNK):
                summed.update(block)
            return summed.hexdigest() == wanted.git_sha1
    return True


def _keep(part: Path, final: Path) -> None:
    """Give it its final name, so that a lost power supply leaves the old state or the new."""
    part.replace(final)
    if os.name == "posix":
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
