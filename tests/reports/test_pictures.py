"""What residents send is drawn anew, and nothing else of it is kept."""

import io

import pytest
from PIL import Image

from reports.pictures import ALIKE_BITS, LARGEST_BYTES, PictureError, Refusal, clean, difference
from tests.reports import hostile
from tests.reports.hostile import SCRIPT


def test_a_photo_is_kept_large_and_small():
    picture = clean(hostile.jpeg(hostile.hole(4000, 3000)))
    assert (picture.width, picture.height) == (2048, 1536)
    with Image.open(io.BytesIO(picture.small)) as small:
        assert (small.format, small.size) == ("JPEG", (400, 300))


def test_it_is_turned_upright_and_then_nothing_is_left_of_where_and_with_what_it_was_taken():
    sent = hostile.with_exif()
    assert SCRIPT in sent
    picture = clean(sent)
    assert (picture.width, picture.height) == (480, 640)
    for jpeg in (picture.large, picture.small):
        with Image.open(io.BytesIO(jpeg)) as seen:
            assert not dict(seen.getexif())
            assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert SCRIPT not in jpeg


def test_a_long_panorama_and_a_progressive_photo_are_not_unfolded_whole():
    """A strip is decoded at the fraction its longer side asks for; a progressive one may have fewer pixels."""
    strip = clean(hostile.jpeg(hostile.hole(16_000, 40)))
    assert (strip.width, strip.height) == (2048, 5)
    with pytest.raises(PictureError) as refused:
        clean(hostile.jpeg(hostile.hole(5200, 4000), progressive=True))
    assert refused.value.reason is Refusal.TOO_LARGE


def test_what_hangs_on_behind_a_picture_is_cut_off():
    picture = clean(hostile.polyglot())
    assert SCRIPT not in picture.large
    assert picture.large.endswith(b"\xff\xd9")
    assert b"PK\x03\x04" not in picture.large


def test_a_png_with_holes_in_it_is_laid_on_white():
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    with Image.open(io.BytesIO(clean(hostile.png(image)).large)) as seen:
        assert seen.getpixel((30, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (hostile.jpeg()[:4000], Refusal.BROKEN),
        (hostile.png()[:300], Refusal.BROKEN),
        (b"\xff\xd8\xff" + bytes(500), Refusal.BROKEN),
        (hostile.text_bomb(), Refusal.BROKEN),
        (hostile.enormous_png(), Refusal.TOO_LARGE),
        (hostile.enormous_jpeg(), Refusal.TOO_LARGE),
        (bytes(LARGEST_BYTES + 1), Refusal.TOO_LARGE),
        (hostile.HEIC, Refusal.HEIC),
        (hostile.SVG, Refusal.NOT_A_PHOTO),
        (hostile.GIF, Refusal.NOT_A_PHOTO),
        (b"%PDF-1.7", Refusal.NOT_A_PHOTO),
        (b"", Refusal.NOT_A_PHOTO),
    ],
    ids=["half-jpeg", "half-png", "empty-jpeg", "text-bomb", "50000-png", "50000-jpeg", "too-many-bytes", "heic", "svg", "gif", "pdf", "nothing"],
)  # fmt: skip
def test_what_is_no_honest_photo_is_refused_with_its_reason(sent: bytes, reason: Refusal):
    with pytest.raises(PictureError) as refused:
        clean(sent)
    assert refused.value.reason is reason


def test_the_same_picture_is_known_again_and_another_is_not():
    first = clean(hostile.jpeg()).fingerprint
    again = clean(hostile.png(hostile.hole(1200, 900, shade=6))).fingerprint
    other = clean(hostile.jpeg(hostile.hole().transpose(Image.Transpose.FLIP_LEFT_RIGHT))).fingerprint
    assert difference(first, again) <= ALIKE_BITS < difference(first, other)
    assert -(2**63) <= first < 2**63
