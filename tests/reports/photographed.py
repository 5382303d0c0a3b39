"""A case with a photo on the shelf, for the stories of photos at the desk."""

from reports import photos, records
from reports.photo_shelf import FolderShelf
from reports.pictures import clean
from reports.records import FiledReport
from store.database import transaction
from tests.conftest import NOON
from tests.reports import hostile
from town import residents


def photographed(shelf: FolderShelf, body: bytes = b"", message_id: str = "m1") -> int:
    """One photo of a case of the roads section. Returns the number of the photo."""
    picture = clean(body or hostile.jpeg())
    with transaction() as session:
        hanako = residents.follow(session, "Uhanako", NOON)
        case = records.file(session, FiledReport("hole", "roads", resident_id=hanako.id), NOON)
        photos.want(session, hanako.id, message_id, NOON, case.id)
        found = photos.claim(session, NOON)
        assert found is not None
        photos.settle(session, found, **photos.ready(picture, NOON))
        shelf.put(found.name, "large", picture.large)
        shelf.put(found.name, "small", picture.small)
        return found.id
