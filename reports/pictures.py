"""What a resident sent, made safe to look at: known by its content, limited, drawn anew without anything it carried."""

import io
import threading
import warnings
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageFile, ImageOps

LARGEST_BYTES = 20_000_000
# A JPEG is decoded at a fraction of its size; a PNG stands in memory whole, twice where it is transparent, and a
# progressive JPEG with six bytes for each pixel.
MOST_PIXELS = {"JPEG": 80_000_000, "progressive JPEG": 20_000_000, "PNG": 12_000_000}
LONGEST_SIDE, SMALL_SIDE = 2048, 400
QUALITY = 85
ALIKE_BITS = 6  # of 64: re-compressed or a little lighter, it is still the same picture
_one_at_a_time = threading.Lock()  # also because what Python remembers of warnings belongs to no thread
_BEGINNINGS = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


class Refusal(StrEnum):
    """Why a picture cannot be taken; each is a sentence of the phrasebook."""

    TOO_LARGE = "too_large"
    HEIC = "heic"
    NOT_A_PHOTO = "not_a_photo"
    BROKEN = "broken"


class PictureError(Exception):
    """Carries the reason, never anything of the picture."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """Two JPEGs and what they look like. `fingerprint` is alike for pictures that are alike."""

    large: bytes
    small: bytes
    width: int
    height: int
    fingerprint: int


def clean(sent: bytes) -> Picture:
    """One at a time in each process: a large one takes a hundred megabytes while it is open. Raises PictureError for
    whatever is no honest JPEG or PNG.
    """
    if len(sent) > LARGEST_BYTES:
        raise PictureError(Refusal.TOO_LARGE)
    kind = kind_of(sent)
    try:
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large pictures; the limit is drawn below
            return _drawn_anew(sent, kind)
    except PictureError:
        raise
    except Image.DecompressionBombError:
        raise PictureError(Refusal.TOO_LARGE) from None
    except Exception:  # a decoder fed with anything may raise anything; every one of them means the same
        raise PictureError(Refusal.BROKEN) from None


def kind_of(sent: bytes) -> str:
    """By the first bytes; what a sender says of it counts for nothing."""
    for beginning, kind in _BEGINNINGS:
        if sent.startswith(beginning):
            return kind
    is_heic = sent[4:8] == b"ftyp" and sent[8:12] in _HEIC_BRANDS
    raise PictureError(Refusal.HEIC if is_heic else Refusal.NOT_A_PHOTO)


def difference(one: int, other: int) -> int:
    return ((one ^ other) & (2**64 - 1)).bit_count()


def _drawn_anew(sent: bytes, kind: str) -> Picture:
    with Image.open(io.BytesIO(sent), formats=(kind,)) as found:
        look = f"progressive {kind}" if found.info.get("progressive") else kind
        if found.width * found.height > MOST_PIXELS[look]:
            raise PictureError(Refusal.TOO_LARGE)
        share = LONGEST_SIDE / max(found.size)
        found.draft("RGB", (max(1, int(found.width * share)), max(1, int(found.height * share))))
        return drawn(_flat(ImageOps.exif_transpose(_shrunk(found, LONGEST_SIDE))))


def drawn(upright: Image.Image) -> Picture:
    """Pixels and nothing else."""
    small = _shrunk(upright.copy(), SMALL_SIDE)
    return Picture(_jpeg(upright), _jpeg(small), upright.width, upright.height, _fingerprint(upright))


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    image.thumbnail((side, side))
    return image


def _flat(image: Image.Image) -> Image.Image:
    """On white where it was transparent. The new picture has pixels and nothing else."""
    whole = image.convert("RGBA")
    ground = Image.new("RGB", whole.size, "#FFFFFF")
    ground.paste(whole, mask=whole.getchannel("A"))
    return ground


def _jpeg(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _fingerprint(image: Image.Image) -> int:
    """Of nine by eight grey squares: whether each is lighter than its neighbour. Signed, to fit a database's column."""
    grey = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return bits - 2**64 if bits >= 2**63 else bits


ImageFile.LOAD_TRUNCATED_IMAGES = False  # half a picture is no picture
