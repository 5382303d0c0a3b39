"""Two hundred photos of 8 MB at once: from LINE through the Procfile's photos process onto the shelf, and its memory.

PostgreSQL, Redis; PHOTO_FOLDER on this disk. `python -m benchmarks.photos --json FILE`
"""

import contextlib
import io
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen

from PIL import Image
from sqlalchemy import func, select

from benchmarks import houses
from benchmarks.figures import Json, Target, conclude, machine, median, parser, table
from benchmarks.houses import Place, ask, running, wait_for
from reports import photos
from reports.photos import PhotoState, ReportPhoto
from store import bell, database
from store.database import reading, transaction
from town import residents

MANY, MEGABYTES, MOST_MEMORY, PATIENCE = 200, 8, 400, 900.0
# What telephones send; and what somebody sends who wants the process to swell.
KINDS: tuple[tuple[str, tuple[int, int], str, Json], ...] = (
    ("jpeg 4032×3024", (4032, 3024), "RGB", {"format": "JPEG"}),
    ("jpeg 8064×6048", (8064, 6048), "RGB", {"format": "JPEG"}),
    ("progressive jpeg 5120×3840", (5120, 3840), "RGB", {"format": "JPEG", "progressive": True, "subsampling": 0}),
    ("transparent png 4000×3000", (4000, 3000), "RGBA", {"format": "PNG", "compress_level": 1}),
)


def main() -> int:
    arguments = parser(__doc__)
    arguments.add_argument("--photos", type=int, default=MANY)
    arguments.add_argument("--log", type=Path, help="where the processes' output goes")
    given = arguments.parse_args()
    houses.go_on_sigterm()
    with tempfile.TemporaryDirectory(prefix=houses.PREFIX) as folder:
        paths = [Path(folder) / str(number) for number in range(len(KINDS))]
        weights = [_drawn(path, *one[1:]) for path, one in zip(paths, KINDS, strict=True)]
        told = measure(given.photos, paths, Path(folder), given.log)
    table("Photos in turn", ("what", "megabytes"), [(one[0], n / 1e6) for one, n in zip(KINDS, weights, strict=True)])
    columns = ("photos", "megabytes_sent", "ready", "seconds", "idle_mb", "median_mb", "peak_mb")
    table("From LINE to the shelf", columns, [[told[column] for column in columns]])
    return conclude([
        Target("photos on the shelf", str(given.photos), told["ready"], told["ready"] == given.photos),
        Target("peak memory of the photos process", f"<= {MOST_MEMORY} MB", told["peak_mb"], told["peak_mb"] <= MOST_MEMORY),
    ], {"machine": machine(), "photos": told}, given.json)  # fmt: skip


def _drawn(path: Path, size: tuple[int, int], mode: str, look: Json) -> int:
    """A noisy picture of 8 MB or a little more: drawn finer until it weighs that much. Returns its bytes."""
    part = 0.5 if mode == "RGB" else 0.85
    noise = Image.effect_noise((int(size[0] * part), int(size[1] * part)), 48)
    image = noise.resize(size, Image.Resampling.BILINEAR if mode == "RGB" else Image.Resampling.NEAREST).convert(mode)
    for quality in (30, 50, 65, 75, 85, 92, 96):
        written = io.BytesIO()
        image.save(written, **(look | {"quality": quality}))
        if written.tell() >= MEGABYTES * 1e6 or look["format"] == "PNG":
            break
    return path.write_bytes(written.getvalue())


def measure(count: int, drawn: list[Path], folder: Path, log: Path | None) -> Json:
    port, (secret, token) = houses.free_port(), houses.new_secrets()
    line = f"http://127.0.0.1:{port}"
    with contextlib.ExitStack() as house:
        url, namespace = house.enter_context(houses.postgresql()), house.enter_context(houses.redis_namespace())
        place = Place(url, secret, token, namespace, line, uses_redis=True)
        words = [sys.executable, "-m", "benchmarks.line", str(port), secret, token]
        wait_for(f"{line}/phone/", house.enter_context(running(words, {}, log)))
        ids = [f"photo{number:04}" for number in range(count)]
        for turn, path in enumerate(drawn):
            ask(f"{line}/contents", {"ids": ids[turn :: len(drawn)], "path": str(path)})
        environment = place.environment | {"PHOTO_FOLDER": str(folder / "shelf")}
        worker = house.enter_context(running(houses.procfile("photos"), environment, log))
        database.connect(url)
        house.callback(database.disconnect)
        house.callback(bell.install(houses.REDIS, namespace=namespace).close)
        idle = _at_rest(worker)
        sent = sum(drawn[number % len(drawn)].stat().st_size for number in range(count))
        return {"photos": count, "megabytes_sent": round(sent / 1e6), "idle_mb": idle, **_through(ids, worker)}


def _at_rest(worker: Popen[bytes]) -> float:
    """Until it has read what it reads at the start: its memory stands still for two seconds."""
    seen = [0.0]
    until = time.monotonic() + houses.PATIENCE
    while time.monotonic() < until and not (len(seen) > 8 and max(seen[-5:]) - min(seen[-5:]) < 1 < seen[-1]):
        time.sleep(0.5)
        seen.append(houses.resident_megabytes(worker.pid))
    return round(seen[-1], 1)


def _through(ids: list[str], worker: Popen[bytes]) -> Json:
    now = datetime.now(UTC)
    with transaction() as session:
        hanako = residents.follow(session, "U" + "a" * 32, now)
        for one in ids:
            photos.want(session, hanako.id, one, now)
    began, memory = time.monotonic(), []
    for states in _states():
        memory.append(houses.resident_megabytes(worker.pid))
        if not states[PhotoState.WANTED] + states[PhotoState.FETCHING] or time.monotonic() > began + PATIENCE:
            break
    return {
        "ready": states[PhotoState.READY], "states": dict(states), "seconds": round(time.monotonic() - began, 1),
        "median_mb": round(median(memory), 1), "peak_mb": round(max(memory), 1), "samples": len(memory),
    }  # fmt: skip


def _states() -> Iterator[Counter[str]]:
    """Looked at between samples of memory: often, and the table only now and then."""
    counted: Counter[str] = Counter({PhotoState.WANTED: 1})
    asked_at = 0.0
    while True:
        if time.monotonic() > asked_at + 0.5:
            asked_at = time.monotonic()
            with reading() as session:
                rows = session.execute(select(ReportPhoto.state, func.count()).group_by(ReportPhoto.state))
                counted = Counter({str(state): count for state, count in rows})
        yield counted
        time.sleep(0.01)


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
