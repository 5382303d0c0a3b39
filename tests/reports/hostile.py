"""Photos as honest telephones send them, and as somebody sends them who means harm."""

import io
import struct
import zlib

from PIL import Image, ImageDraw

SCRIPT = b"<script>alert(1)</script>"


def hole(width: int = 640, height: int = 480, shade: int = 0) -> Image.Image:
    """A grey road with a dark hole, so that a fingerprint has something to hold."""
    image = Image.new("RGB", (width, height), (150 + shade, 150 + shade, 145 + shade))
    pen = ImageDraw.Draw(image)
    pen.ellipse((width // 4, height // 3, width // 2, height * 2 // 3), fill=(40, 40, 45))
    pen.polygon([(0, height), (width // 3, height), (0, height // 2)], fill=(200, 200, 60))
    return image


def jpeg(image: Image.Image | None = None, **more: object) -> bytes:
    written = io.BytesIO()
    (image or hole()).save(written, "JPEG", quality=90, **more)
    return written.getvalue()


def png(image: Image.Image | None = None) -> bytes:
    written = io.BytesIO()
    (image or hole()).save(written, "PNG")
    return written.getvalue()


def with_exif() -> bytes:
    """A quarter turned, taken somewhere, with a script for a description."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it clockwise to look at it
    exif[0x010E] = SCRIPT.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 45.0, 0.0)})
    return jpeg(exif=exif, comment=SCRIPT)


def enormous_png(side: int = 50_000) -> bytes:
    """Some hundred bytes that would unpack to 7.5 thousand million."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A small PNG whose compressed text unpacks to a hundred megabytes."""
    packed = zlib.compress(bytes(100_000_000), 9)
    body = b"Comment\x00\x00" + packed
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    honest = png(hole(32, 32))
    return honest[:33] + chunk + honest[33:]


def enormous_jpeg() -> bytes:
    """A small JPEG whose head says 50,000 by 50,000."""
    honest = bytearray(jpeg())
    at = honest.find(b"\xff\xc0")
    honest[at + 5 : at + 9] = struct.pack(">HH", 50_000, 50_000)
    return bytes(honest)


def polyglot() -> bytes:
    """A JPEG to a decoder, and a page with a script to a careless browser."""
    return jpeg() + b"<html>" + SCRIPT + b"</html>PK\x03\x04"


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
