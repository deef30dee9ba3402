"""A TrueType font of one shape, a shape, for files written by hand."""

from __future__ import annotations

import struct


def font() -> bytes:
    """The font: glyph 1 is a box of 400 by 700 units, an em has 1000."""
    shape = struct.pack(">5hHH4B", 1, 50, 0, 450, 700, 3, 0, 1, 1, 1, 1)
    shape += struct.pack(">8h", 50, 400, 0, -400, 0, 0, 700, 0)
    tables = {
        b"glyf": shape + bytes(-len(shape) % 4),
        b"head": struct.pack(
            ">4I2H2q4h2H3h",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0),
            *(0, 0, 1000, 1000, 0, 8, 2, 0, 0),
        ),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, 880, -120, 0, 1000, *[0] * 11, 2),
        b"hmtx": struct.pack(">HhHh", 1000, 0, 1000, 50),
        b"loca": struct.pack(">3H", 0, 0, (len(shape) + 1) // 2),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, *[0] * 8),
    }
    offset = 12 + 16 * len(tables)
    records, body = b"", b""
    for tag, data in tables.items():
        records += tag + struct.pack(">3I", 0, offset + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return struct.pack(">I4H", 0x10000, len(tables), 64, 2, 32) + records + body
