"""Documents of older kinds, which LibreOffice turns into Word documents of today.

It runs in a folder and with a profile of its own, follows no link, runs no macro, and is ended
with all its processes when it takes too long. Starting it costs a second or two, so that
``prepare`` converts many documents at once and ``read`` then finds them.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import md5, sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import is_zipfile

from extractors import needs
from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers import docx
from extractors.readers.kinds import ODT, OLD_WORD, RTF, kind_of

TOGETHER = 50
"""Most documents that are converted by one call."""
START_LIMIT, EACH_LIMIT = 15.0, 0.5
"""Seconds that a call may take to start and convert a document, and for each further one."""
MAX_BYTES = 64 * 2**20
"""Bytes of documents from which on no more are converted together, or kept for ``read``."""


class _Kind(NamedTuple):
    """What to call a kind of document, its files' suffix, and LibreOffice's name for it."""

    method: str
    words: str
    filter: str
    """It is named, because LibreOffice reads as plain text what it does not recognise."""


_KINDS = {
    OLD_WORD: _Kind("doc", "an old Word document", "MS Word 97"),
    RTF: _Kind("rtf", "an RTF document", "Rich Text Format"),
    ODT: _Kind("odt", "an OpenDocument text", "writer8"),
}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""
_GUARDED = """
exec 3<&0 </dev/null >/dev/null 2>&1
ulimit -v 3000000; ulimit -f 131072; ulimit -c 0
{ cat <&3; rm -rf "$0" "$1"; kill -KILL 0; } &
shift; exec 3<&-; exec "$@"
"""
"""Limits memory (KiB) and files (blocks of 512 bytes), and starts the command. When this process
ends, however it does, what it started ends as well and its files are removed."""

_prepared: dict[bytes, bytes | str] = {}
"""By the sha256 of a document: what it was converted to, or why it was not."""


def prepare(contents: Iterable[bytes]) -> None:
    """Convert all documents among ``contents`` that ``read`` is going to be asked for.

    Those of an earlier call are forgotten. What is no document of an old kind is passed over;
    documents beyond ``MAX_BYTES`` are left to ``read``. Takes 0.1 to 0.2 s for each.
    """
    _prepared.clear()
    program = needs.office()
    if program is None:
        return
    for group in _groups(contents):
        for media_type, kind in _KINDS.items():
            if alike := group.get(media_type):
                _prepared.update(_convert(program, kind, alike))
        if sum(map(len, _prepared.values())) > MAX_BYTES:
            return


def _groups(contents: Iterable[bytes]) -> Iterator[dict[str, dict[bytes, bytes]]]:
    """The documents among ``contents`` by kind and sha256, as many as are converted together."""
    group: dict[str, dict[bytes, bytes]] = {}
    count = size = 0
    for data in contents:
        media_type, _ = kind_of(data)
        if media_type in _KINDS:
            group.setdefault(media_type, {})[sha256(data).digest()] = data
            count, size = count + 1, size + len(data)
        if count == TOGETHER or size > MAX_BYTES:
            yield group
            group, count, size = {}, 0, 0
    yield group


def read(data: bytes) -> list[Decoded] | SetAside:
    """The text of a document of an old kind, or why it is not read."""
    media_type, _ = kind_of(data)
    kind = _KINDS[media_type]
    key = sha256(data).digest()
    converted = _prepared.pop(key, None)
    if converted is None:
        program = needs.office()
        if program is None:
            return SetAside(
                f"the content is {kind.words}, which takes LibreOffice to read, and that is not"
                " installed (in Debian its package is libreoffice-writer)",
                media_type,
                needs=needs.OFFICE,
            )
        converted = _convert(program, kind, {key: data})[key]
    if isinstance(converted, str):
        return SetAside(converted, media_type)
    result = docx.read(converted)
    if isinstance(result, SetAside):
        return replace(result, media_type=media_type)
    return [replace(text, media_type=media_type, method=kind.method) for text in result]


class _Run(NamedTuple):
    """What a call made of each document, why it made nothing of some, and if it came to an end."""

    made: list[bytes | None]
    why: str
    ended: bool


def _convert(program: str, kind: _Kind, documents: dict[bytes, bytes]) -> dict[bytes, bytes | str]:
    """Convert documents of one kind: for each its Word document, or why there is none.

    Where a call came to an end, each document without a result is tried once more alone. Else
    the first of them is to blame, because they are converted in order: it is tried alone, and
    those behind it together.
    """
    try:
        run = _run(program, kind, list(documents.values()))
    except OSError as error:  # no room for files, or for a process
        run = _Run([None] * len(documents), f"could not be run: {error}", ended=True)
    converted: dict[bytes, bytes | str] = {
        key: made for key, made in zip(documents, run.made, strict=True) if made
    }
    left = [key for key in documents if key not in converted]
    if len(documents) == 1 and left:
        return {left[0]: f"the content is {kind.words}, and LibreOffice {run.why}"}
    for keys in [[key] for key in left] if run.ended else filter(None, (left[:1], left[1:])):
        converted |= _convert(program, kind, {key: documents[key] for key in keys})
    return converted


def _run(program: str, kind: _Kind, documents: Sequence[bytes]) -> _Run:
    """Have documents of one kind converted by one call."""
    limit = START_LIMIT + EACH_LIMIT * (len(documents) - 1)
    with TemporaryDirectory(prefix="ogi-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        settings = folder / "profile/user/registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS)
        sources = [folder / f"{number}.{kind.method}" for number in range(len(documents))]
        for source, data in zip(sources, documents, strict=True):
            source.write_bytes(data)
        code = None
        started = _started(program, kind.filter, folder, sources)
        with suppress(subprocess.TimeoutExpired), started as process:
            code = process.wait(limit)
        made = [_made(folder / "made" / f"{source.stem}.docx") for source in sources]
    if code is None:
        why = f"took more than {limit:g} seconds to convert it"
    elif code:
        why = f"ended with code {code} before it was converted"
    else:
        why = "did not convert it: it may be damaged, or ask for a password"
    return _Run(made, why, ended=code == 0)


def _made(path: Path) -> bytes | None:
    """A converted document, if it is there and whole."""
    return path.read_bytes() if is_zipfile(path) else None


@contextmanager
def _started(
    program: str, filter_name: str, folder: Path, sources: Sequence[Path]
) -> Iterator[subprocess.Popen[bytes]]:
    """LibreOffice as it converts; at the end nothing of it goes on or is left behind."""
    profile = (folder / "profile").as_uri()
    # Its socket, named after the profile, would stay where it is killed.
    digest = md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    pipe = f"/tmp/OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{b:x}' for b in digest)}"
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += [f"--infilter={filter_name}", "--convert-to", "docx"]
    command += ["--outdir", str(folder / "made"), *map(str, sources)]
    process = subprocess.Popen(
        ["sh", "-c", _GUARDED, str(folder), pipe, *command],
        stdin=subprocess.PIPE,
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "LC_ALL": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
        },
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdin is not None
        process.stdin.close()
        Path(pipe).unlink(missing_ok=True)
