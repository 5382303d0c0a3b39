"""Photos lie in a folder or in a bucket; either way whole or not at all, and under names nobody guesses."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import botocore.session
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.server import ThreadedMotoServer

from reports.photo_bucket import BucketShelf
from reports.photo_shelf import FolderShelf, Shelf, ShelfError
from tests.conftest import NOON

NAME, OTHER = "3f" * 20, "a1" * 20
SECRET = "se/cret+1"


@pytest.fixture(scope="module")
def bucket() -> Iterator[BucketShelf]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    session = botocore.session.get_session()
    client = session.create_client(
        "s3", "jp-north-1", endpoint_url=f"http://{host}:{port}", aws_access_key_id="k", aws_secret_access_key="s"
    )
    client.create_bucket(Bucket="photos", CreateBucketConfiguration={"LocationConstraint": "jp-north-1"})
    client.close()
    yield BucketShelf.parse(f"http://k:s@{host}:{port}/photos?region=jp-north-1", lambda: datetime.now(UTC))
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    return FolderShelf(tmp_path / "photos") if request.param == "folder" else request.getfixturevalue("bucket")


def test_what_is_put_is_found_and_what_is_destroyed_is_not(shelf: Shelf):
    for size in ("large", "small"):
        shelf.put(NAME, size, size.encode())
        shelf.put(NAME, size, size.encode() * 2)
    shelf.put(OTHER, "large", b"other")
    assert (shelf.get(NAME, "large"), shelf.get(NAME, "small")) == (b"largelarge", b"smallsmall")
    shelf.destroy(NAME)
    shelf.destroy(NAME)
    assert (shelf.get(NAME, "large"), shelf.get(NAME, "small")) == (None, None)
    assert shelf.get(OTHER, "large") == b"other"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "3f", "3F" * 20, "3f" * 20 + "\n"])
def test_no_name_leads_out_of_the_shelf(shelf: Shelf, name: str):
    with pytest.raises(ValueError, match="no name"):
        shelf.get(name, "large")
    with pytest.raises(ValueError, match="no name"):
        shelf.put(NAME, "../large", b"x")


def test_the_folder_is_closed_to_others_and_nothing_half_written_stays(tmp_path: Path):
    FolderShelf(tmp_path / "photos").put(NAME, "large", b"x")
    [file] = [path for path in (tmp_path / "photos").rglob("*") if path.is_file()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_shelf_that_cannot_be_reached_says_so_without_a_name(tmp_path: Path):
    (tmp_path / "photos").write_text("a file where the folder should be")
    away = BucketShelf.parse("http://k:s@127.0.0.1:9/photos", lambda: NOON)
    for shelf in (FolderShelf(tmp_path / "photos"), away):
        with pytest.raises(ShelfError) as failed:
            shelf.put(NAME, "large", b"x")
        assert NAME not in str(failed.value)


def test_a_bucket_that_refuses_is_not_taken_for_an_empty_one(bucket: BucketShelf):
    elsewhere = BucketShelf(bucket._address, "nobodys", "k", "s", "jp-north-1", lambda: datetime.now(UTC))
    with pytest.raises(ShelfError):
        elsewhere.put(NAME, "large", b"x")


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_requests_are_signed_as_amazons_own_library_signs_them(method: str):
    shelf = BucketShelf.parse("https://KEY:se%2Fcret%2B1@s3.mihon.example/photos?region=jp-north-1", lambda: NOON)
    ours = shelf._signed(method, "/photos/3f/x-large.jpg", b"jpeg")
    told = {name: value for name, value in ours.items() if name not in ("Authorization", "Content-Type")}
    request = AWSRequest(method, "https://s3.mihon.example/photos/3f/x-large.jpg", data=b"jpeg", headers=told)
    request.context["timestamp"] = ours["x-amz-date"]
    signer = S3SigV4Auth(Credentials("KEY", SECRET), "s3", "jp-north-1")
    signature = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    assert ours["Authorization"].endswith(f"Signature={signature}")


@pytest.mark.parametrize("url", ["ftp://k:s3cr3t@h/b", "https://h/b", "https://k:s3cr3t@h", "https://k@h/b", "https://k:s3cr3t@h:x/b", ""])  # fmt: skip
def test_a_bucket_written_wrongly_is_refused_in_one_sentence_without_its_secret(url: str):
    with pytest.raises(ValueError, match="PHOTO_BUCKET は") as refused:
        BucketShelf.parse(url, lambda: NOON)
    assert "s3cr3t" not in str(refused.value)
