"""The folder of a release: made beside its place, swapped in whole, never over foreign files."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.errors import OgiError

DESCRIPTOR = "datapackage.json"
SUMS = "SHA256SUMS"


def place(folder: Path) -> Path:
    """Where a release goes; raises ``OgiError`` where anything but a release is there.

    A release that was moved aside by an export killed in the middle of its swap is put back.
    """
    folder = folder.resolve()
    aside = _aside(folder)
    try:
        if aside.exists() and not folder.exists():
            aside.rename(folder)
        if not folder.exists():
            return folder
        if not folder.is_dir():
            raise OgiError(f"{folder}: the folder cannot be written: a file has its name")
        present = {str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir()}
        foreign = sorted(present - files_of(folder)) if present else []
    except OSError as error:
        raise unwritable(folder, error) from error
    if foreign:
        raise OgiError(
            f"{folder}: the folder holds {foreign[0]}, which is no file of a release of ogi;"
            " choose another folder or move it away"
        )
    return folder


def files_of(folder: Path) -> set[str]:
    """Paths of the files that a release lists, itself included; none where it is no release."""
    try:
        described = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
        listed = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return set()
    if not isinstance(described, dict) or "ogi" not in described:
        return set()
    return {SUMS, *(line.partition("  ")[2] for line in listed)}


@contextlib.contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """An empty folder beside ``folder`` that takes its place when all went well.

    What fails leaves the earlier release as it was and nothing beside it. Raises ``OgiError``
    where the disk or the folder cannot be written, or another export is writing it.
    """
    beside = folder.with_name(f".{folder.name}.partial")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _held(beside, folder):
            try:
                yield beside
                _swap(beside, folder)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    except duckdb.OutOfMemoryException as error:
        raise OgiError(f"{folder}: not enough memory or room on disk; nothing written") from error
    except duckdb.IOException as error:
        raise unwritable(folder, error) from error


@contextlib.contextmanager
def _held(beside: Path, folder: Path) -> Iterator[None]:
    """Hold the folder beside, empty; the lock ends with the process, however it ends."""
    beside.mkdir(exist_ok=True)
    handle = os.open(beside, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OgiError(f"{folder}: another export is writing this folder") from error
        if os.fstat(handle).st_ino != beside.stat().st_ino:
            raise OgiError(f"{folder}: another export has just written this folder")
        for left in beside.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield
    finally:
        os.close(handle)


def _swap(beside: Path, folder: Path) -> None:
    aside = _aside(folder)
    if not folder.exists():
        beside.rename(folder)
        return
    shutil.rmtree(aside, ignore_errors=True)
    folder.rename(aside)
    try:
        beside.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.replaced")


def unwritable(folder: Path, error: Exception) -> OgiError:
    """The sentence for a folder or disk that cannot be written."""
    reason = getattr(error, "strerror", None) or str(error).splitlines()[0].split(": ")[-1]
    plain = reason.strip('" ').lower()
    return OgiError(f"{folder}: the folder cannot be written: {plain}")


def digest(path: Path) -> str:
    """sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_sums(folder: Path) -> None:
    """Write ``SHA256SUMS`` over all files of a folder, as ``sha256sum --check`` reads it."""
    paths = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    lines = [f"{digest(folder / path)}  {path}\n" for path in paths]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
