"""GeoJSON of points as a table: what is said of each feature in columns, and where it lies under 緯度 and 経度."""

import json
from typing import Any

from town.table import MOST_COLUMNS, MOST_ROWS, Line, Table, TableRefusedError, made

BEGINNING = "{"
_BROKEN = "GeoJSON として読めません。点(Point)の FeatureCollection を保存してください。"
_WHERE = ("緯度", "経度")


def read_geojson(encoding: str, text: str) -> Table:
    """A feature's number is its place in the file. Raises TableRefusedError."""
    try:
        features = _features(json.loads(text))
    except TableRefusedError:
        raise
    except (ValueError, RecursionError):
        raise TableRefusedError(_BROKEN) from None
    if len(features) > MOST_ROWS:
        raise TableRefusedError(f"{MOST_ROWS} 件を超えています。分けてください。")
    columns = list(dict.fromkeys(name for one in features for name in one))
    if len(columns) > MOST_COLUMNS:
        raise TableRefusedError(f"列が {MOST_COLUMNS} を超えています。")
    rows = [Line(at, tuple(one.get(name, "") for name in columns)) for at, one in enumerate(features, 1)]
    return made(f"GeoJSON {encoding}", (Line(0, tuple(columns)), *rows) if rows else ())


def _features(read: Any) -> list[dict[str, str]]:
    match read:
        case {"type": "FeatureCollection", "features": list(features)}:
            return [_cells(feature) for feature in features]
        case {"type": "unavailable"}:  # what the national list's mirror says of a town that is not in it
            raise TableRefusedError("この市区町村のデータは公開されていない、と書かれているファイルです。")
        case _:
            raise ValueError(read)


def _cells(feature: Any) -> dict[str, str]:
    """A feature without a point keeps its row: it is told with the others."""
    match feature:
        case {"type": "Feature", "properties": dict(said), **rest}:
            cells = {str(name): _written(value) for name, value in said.items()}
            return cells | _where(rest.get("geometry"))
        case _:
            raise ValueError(feature)


def _where(geometry: object) -> dict[str, str]:
    match geometry:
        case {"type": "Point", "coordinates": [longitude, latitude, *_]}:
            return dict(zip(_WHERE, (_written(latitude), _written(longitude)), strict=True))
        case _:
            return dict.fromkeys(_WHERE, "")


def _written(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
