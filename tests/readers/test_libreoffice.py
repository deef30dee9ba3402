"""Old Word documents, RTF and OpenDocument texts, made by LibreOffice and read through it."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest

from extractors.model import SetAside
from extractors.readers import office, read_source
from extractors.readers.kinds import kind_of
from tests.generator.documents.docx import docx_of, random_docx_style
from tests.generator.documents.xls import ole
from tests.generator.truth import Truth
from tests.readers.drawn import draw, has_true_places, is_exact
from tests.readers.test_office import decoded, reason

ODT = "application/vnd.oasis.opendocument.text"
KINDS = {"doc": "application/msword", "rtf": "application/rtf", "odt": ODT}
REPORTS = 24
"""Of each kind: enough for all editions and all looks of Word documents."""
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("temporary"),
    pytest.mark.skipif(
        OFFICE is None, reason="LibreOffice is not installed (in Debian: libreoffice-writer)"
    ),
]


def originals(kind: str, count: int) -> tuple[list[bytes], list[Truth]]:
    """Reports as Word documents to be turned into others.

    LibreOffice 7.4 prints the text around a control twice, and in an OpenDocument a deleted
    row within a merged cell shifts the cells of the next: these are left out.
    """
    documents, truths = [], []
    for number in range(count):
        rng = Random(f"office-{number}")
        report = draw(f"office-{number}", rng)
        style = random_docx_style(rng)
        style = replace(style, controls=False, tracked=style.tracked and kind != "odt")
        documents.append(docx_of(report.parts, rng, style))
        truths.append(report.truth)
    return documents, truths


def made(kind: str, documents: Sequence[bytes], folder: Path) -> list[bytes]:
    """Word documents as another kind, by LibreOffice."""
    assert OFFICE
    folder.mkdir()
    sources = [folder / f"{number}.docx" for number in range(len(documents))]
    for source, data in zip(sources, documents, strict=True):
        source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=120)
    return [source.with_suffix(f".{kind}").read_bytes() for source in sources]


@pytest.fixture(scope="module", params=KINDS)
def reports(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, list[bytes], list[Truth]]:
    """Reports of a kind, made by one call of LibreOffice for all tests."""
    kind = request.param
    documents, truths = originals(kind, REPORTS)
    return kind, made(kind, documents, tmp_path_factory.mktemp("made") / kind), truths


def test_generated_reports_are_read_exactly(
    reports: tuple[str, list[bytes], list[Truth]],
) -> None:
    kind, documents, truths = reports
    assert {kind_of(document)[0] for document in documents} == {KINDS[kind]}
    office.prepare(documents)
    inexact = []
    for number, (document, truth) in enumerate(zip(documents, truths, strict=True)):
        text = decoded(document)
        assert (text.media_type, text.method) == (KINDS[kind], kind)
        assert has_true_places(text)
        if not is_exact(text, truth):
            inexact.append(number)
    assert inexact == []


def test_one_document_is_converted_when_it_is_read(
    reports: tuple[str, list[bytes], list[Truth]],
) -> None:
    _, (document, *_), (truth, *_) = reports
    assert is_exact(decoded(document), truth)


def test_damaged_documents_are_read_or_set_aside(
    reports: tuple[str, list[bytes], list[Truth]],
) -> None:
    rng = Random(9)
    _, (whole, *_), _ = reports
    damaged = []
    for _ in range(8):
        data = bytearray(whole)
        for _ in range(rng.choice((1, 8))):
            data[rng.randrange(60, len(data))] = rng.randrange(256)
        damaged.append(bytes(data[: rng.choice((len(data), rng.randrange(100, len(data))))]))
    office.prepare(damaged)
    assert {type(read_source(data)) for data in damaged} == {list, SetAside}


@pytest.mark.parametrize(
    "data",
    [
        ole({"WordDocument": b"\xec\xa5\xc1\x00" + b"1" * 5000, "1Table": b"1" * 5000}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 500,
        b"{\\rtf1\\ansi " + b"{\\trowd\\cellx1 1\\cell\\row" * 3,
        b"{\\rtf1\\ansi\\pard no end",
    ],
    ids=["stream of garbage", "no container", "open groups", "cut"],
)
def test_garbage_is_set_aside(data: bytes) -> None:
    assert "LibreOffice did not convert it" in reason(data)


def linking(body: str) -> bytes:
    """An OpenDocument text with this body."""
    namespaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
        for path, kind in (("/", ODT), ("content.xml", "text/xml"))
    )
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("mimetype", ODT)
        archive.writestr(
            "META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}">{entries}</m:manifest>'
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content{namespaces} xmlns:xlink="http://www.w3.org/1999/xlink">'
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
    return out.getvalue()


def test_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("55")
    link = 'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        frames = "".join(
            f'<draw:frame><draw:{what} xlink:href="{address}" {link}/></draw:frame>'
            for what in ("image", "object", "floating-frame")
        )
        sections = "".join(
            f'<text:section text:name="{number}"><text:section-source xlink:href="{source}"'
            ' text:filter-name="Text"/><text:p>1</text:p></text:section>'
            for number, source in enumerate((address, secret.as_uri()))
        )
        text = decoded(linking(f"<text:p>1{frames}</text:p>{sections}")).text
        with pytest.raises(BlockingIOError):
            server.accept()
    assert text == "1\n1\n1\n"
