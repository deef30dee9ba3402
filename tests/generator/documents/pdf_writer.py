"""PDF files written by hand: text, lines and boxes at positions, for tests of a reader.

Positions are in points from the top left corner of a page, those of text of its base line.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from .tiny_font import font

A4 = (595.0, 842.0)
_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /Own def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{} beginbfchar
{}
endbfchar
endcmap
end
end"""


def advance(text: str, size: float) -> float:
    """How wide text is: a character of ASCII is half as wide as high, others as wide."""
    return sum(size / 2 if char.isascii() else size for char in text)


@dataclass
class Sheet:
    """A page to draw on. ``rotate``: quarter turns that its viewer is told to make."""

    size: tuple[float, float] = A4
    rotate: int = 0
    commands: list[str] = field(default_factory=list)
    alphabet: dict[str, int] = field(default_factory=dict)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 10.0,
        degrees: float = 0.0,
        spacing: float = 0.0,
        hidden: bool = False,
    ) -> None:
        """Print a line of text; ``spacing`` stands between its characters."""
        codes = "".join(
            f"{self.alphabet.setdefault(char, len(self.alphabet) + 1):04X}" for char in text
        )
        a, b = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        matrix = f"{a:.4f} {b:.4f} {-b:.4f} {a:.4f} {x:.2f} {self.size[1] - y:.2f}"
        mode = "3" if hidden else "0"
        shown = f"{matrix} Tm {spacing} Tc {mode} Tr <{codes}> Tj"
        self.commands.append(f"BT /F0 {size} Tf {shown} ET")

    def line(
        self, x0: float, y0: float, x1: float, y1: float, *, width: float = 0.5, dash: str = ""
    ) -> None:
        """Draw a line; ``dash`` is an array of lengths."""
        top = self.size[1]
        path = f"{x0:.2f} {top - y0:.2f} m {x1:.2f} {top - y1:.2f} l S"
        self.commands.append(f"q {width} w [{dash}] 0 d {path} Q")

    def box(self, x: float, y: float, width: float, height: float, paint: str = "f") -> None:
        """Draw a rectangle, filled (f) or with an outline (S)."""
        self.commands.append(f"{x:.2f} {self.size[1] - y - height:.2f} {width:.2f} {height:.2f} re")
        self.commands.append(paint)

    def grey(self, share: float) -> None:
        """Fill with a grey from here on: 0 is black."""
        self.commands.append(f"{share} g")

    def image(self, x: float, y: float, width: float, height: float) -> None:
        """Show a picture."""
        place = f"{width:.2f} 0 0 {height:.2f} {x:.2f} {self.size[1] - y - height:.2f} cm"
        self.commands.append(f"q {place} /I0 Do Q")

    def turned(self, quarters: int) -> Sheet:
        """The same page drawn so that it stands upright in a viewer that turns it."""
        width, height = self.size
        size = self.size if quarters % 2 == 0 else (height, width)
        matrix = {
            0: "1 0 0 1 0 0",
            1: f"0 1 -1 0 {height} 0",
            2: f"-1 0 0 -1 {width} {height}",
            3: f"0 -1 1 0 0 {width}",
        }[quarters % 4]
        commands = [f"q {matrix} cm", *self.commands, "Q"]
        return Sheet(size, quarters, commands, self.alphabet)


def pdf_of(sheets: Sequence[Sheet], *, mapped: bool = True, encrypted: bool = False) -> bytes:
    """A PDF file of pages. Unless ``mapped``, its fonts do not tell their characters.

    One that is ``encrypted`` has the mark of it, and no password that opens it.
    """
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        _stream(bytes(300), _IMAGE),
        _stream(font()),
        _stream(b"\x00\x01" * 4000),
    ]
    kids = []
    for sheet in sheets:
        start = len(objects) + 1
        pairs = "\n".join(f"<{code:04X}> <{_utf16(c)}>" for c, code in sheet.alphabet.items())
        half = " ".join(f"{code} [500]" for c, code in sheet.alphabet.items() if c.isascii())
        to_unicode = f"/ToUnicode {start + 4} 0 R" if mapped else ""
        width, height = sheet.size
        resources = f"/Font << /F0 {start + 1} 0 R >> /XObject << /I0 3 0 R >>"
        page = f"/MediaBox [0 0 {width} {height}] /Rotate {90 * sheet.rotate}"
        kids.append(f"{start} 0 R")
        objects += [
            f"<< /Type /Page /Parent 2 0 R {page} /Contents {start + 5} 0 R"
            f" /Resources << {resources} >> >>".encode(),
            f"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H"
            f" /DescendantFonts [{start + 2} 0 R] {to_unicode} >>".encode(),
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 1000 /W [{half}]"
            f" /FontDescriptor {start + 3} 0 R"
            " /CIDToGIDMap 5 0 R /CIDSystemInfo"
            " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>".encode(),
            b"<< /Type /FontDescriptor /FontName /Own /Flags 4 /Ascent 880 /Descent -120"
            b" /CapHeight 700 /ItalicAngle 0 /StemV 80 /FontBBox [0 -120 1000 880]"
            b" /FontFile2 4 0 R >>",
            _stream(_MAP.format(len(sheet.alphabet), pairs).encode()),
            _stream(zlib.compress("\n".join(sheet.commands).encode()), "/Filter /FlateDecode"),
        ]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects, _LOCK if encrypted else "")


_IMAGE = "/Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceRGB"
_IMAGE += " /BitsPerComponent 8"
_LOCK = (
    f"/ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128"
    f" /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>"
)


def _utf16(char: str) -> str:
    return char.encode("utf-16-be").hex().upper()


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    written = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return (
        written
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}"
            f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n"
            f"startxref\n{len(written)}\n%%EOF\n"
        ).encode()
    )
