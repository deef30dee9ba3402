"""What a container holds is told by its directory; what it claims of itself is not believed."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from extractors.model import SetAside
from extractors.readers import read_source
from extractors.readers.container import (
    MAX_ALL_BYTES,
    MAX_PART_BYTES,
    MAX_PARTS,
    Container,
    UnreadableError,
)
from extractors.readers.kinds import kind_of
from tests.generator.documents.docx import packed
from tests.generator.documents.xls import ole

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUL = bytes(1)


def zipped(*parts: tuple[str, bytes], method: int = ZIP_STORED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return out.getvalue()


def rooted(data: bytes, number: int) -> bytes:
    """An OLE container whose root is of the class of a program: Word 0x20906, Excel 0x20820."""
    at = data.index("Root Entry".encode("utf-16-le")) + 80
    return data[:at] + number.to_bytes(4, "little") + data[at + 4 :]


BOTH = ole({"Workbook": b"", "WordDocument": b""})
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
DOCUMENT = packed("<w:p><w:r><w:t>1</w:t></w:r></w:p>")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (DOCUMENT, WORD),
        (zipped(("word\\document.xml", b"")), WORD),
        (zipped(("word/document2.xml", b"")), WORD),
        (zipped(("xl/workbook.xml", b""), ("xl/embeddings/a.docx", DOCUMENT)), EXCEL),
        (zipped(("OFD.xml", b"")), "application/ofd"),
        (zipped(("报告.docx", DOCUMENT)), "application/zip"),
        (zipped(("a.txt", b"word/document.xml")), "application/zip"),
        (zipped(("old/word/document.xml", b"")), "application/zip"),
        (DOCUMENT[:-30], "application/zip"),
        (ole({"WordDocument": b""}), "application/msword"),
        (BOTH, "application/msword"),
        (rooted(BOTH, 0x20906), "application/msword"),
        (rooted(BOTH, 0x20820), "application/vnd.ms-excel"),
        (rooted(BOTH, 0x20820)[:500], "application/x-ole-storage"),
        (zipped(("mimetype", OPEN_TEXT)), "application/vnd.oasis.opendocument.text"),
        (zipped(("mimetype", OPEN_TEXT + b"-master")), "application/zip"),
        (zipped(("a", b""), ("mimetype", OPEN_TEXT)), "application/zip"),
        (ole({"Workbook": b""}), "application/vnd.ms-excel"),
        (ole({"Book": b""}), "application/vnd.ms-excel"),
        (ole({"EncryptionInfo": b"", "EncryptedPackage": b""}), "application/x-encrypted-office"),
        (ole({"PowerPoint Document": b""}), "application/x-ole-storage"),
    ],
)
def test_the_directory_tells_the_kind(data: bytes, kind: str) -> None:
    assert kind_of(data)[0] == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (DOCUMENT[:-30], "a Word document (ZIP container) that is broken or cut off"),
        (zipped(("xl/workbook.xml", b""))[:-9], "an Excel workbook (ZIP container) that is broken"),
        (zipped(("a.txt", b"xl/"))[:-9], "a ZIP archive that is broken, cut off"),
        (ole({"EncryptedPackage": b""}), "an Office document with a password"),
        (zipped(("xl/workbook.bin", b"")), ".xlsb, which is not read"),
        (zipped(("OFD.xml", b"")), "an OFD document, which is not read: convert it to PDF"),
    ],
)
def test_what_is_not_read_says_why(data: bytes, words: str) -> None:
    result = read_source(data)
    assert isinstance(result, SetAside)
    assert words in result.reason


def encrypted(data: bytes) -> bytes:
    """A container that says of its first part that it is encrypted."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + b"\x01" + data[at + 1 :]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(("b", b"1")), "no part of the name a"),
        (encrypted(zipped(("a", b"1"))), "password"),
        (zipped(("a", b"1"), method=ZIP_BZIP2), "other than deflate"),
        (zipped(("a", b"12345")).replace(b"12345", b"12346"), "broken or cut off"),
        (zipped(("a", NUL * 2**21), method=ZIP_DEFLATED), "beyond the limit of 1 MiB"),
        (zipped(("a", NUL * (MAX_PART_BYTES + 1))), "beyond the limit of 32 MiB"),
    ],
    ids=["missing", "encrypted", "bzip2", "damaged", "dense", "long"],
)
def test_a_part_that_is_not_read_says_why(data: bytes, words: str) -> None:
    container = Container(data)
    with pytest.raises(UnreadableError, match=words):
        container.read("a")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_not_chosen_between() -> None:
    with pytest.raises(UnreadableError, match="two parts"):
        Container(zipped(("a", b"1"), ("a", b"2"))).read("a")


def test_all_parts_together_have_a_limit() -> None:
    names = ["a", "b", "c"]
    container = Container(zipped(*((name, NUL * (MAX_PART_BYTES - 9)) for name in names)))
    assert sum(len(container.read(name)) for name in names[:2]) < MAX_ALL_BYTES
    with pytest.raises(UnreadableError, match="expands beyond"):
        container.read("c")


def test_too_many_parts_are_refused_before_they_are_listed() -> None:
    with pytest.raises(UnreadableError, match="parts"):
        Container(b"PK\x01\x02" * (MAX_PARTS + 1))
