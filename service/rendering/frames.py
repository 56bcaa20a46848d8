"""Khung dữ liệu — what a converter process and its owner say to each other over two pipes.

A frame is one letter (its kind), eight bytes (length of the body, big-endian) and the body.
"""

import struct
from typing import BinaryIO

HEAD = struct.Struct(">cQ")
LARGEST = 512 << 20

CONVERT = b"C"  # → DOCX bytes
READY = b"R"  # ← empty: a first document was converted
PDF = b"P"  # ← PDF bytes
REFUSED = b"E"  # ← UTF-8: LibreOffice's own words


def frame(kind: bytes, body: bytes = b"") -> bytes:
    return HEAD.pack(kind, len(body)) + body


def read_frame(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """Block until a whole frame is there; None when the other side is gone."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, length = HEAD.unpack(head)
    if length > LARGEST:
        raise ValueError(f"a frame of {length} bytes")
    body = stream.read(length)
    return (kind, body) if len(body) == length else None
