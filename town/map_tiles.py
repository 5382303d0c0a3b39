"""Where the pictures of a map come from, and who has to be named for them."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class MapTiles:
    """地理院タイル unless the town has its own. `{z}/{x}/{y}` in the address are the map library's."""

    url: str = "https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png"
    credit: str = "地理院タイル"
    link: str = "https://maps.gsi.go.jp/development/ichiran.html"

    @property
    def source(self) -> str:
        """What a page's security policy names."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"
