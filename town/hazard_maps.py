"""Where the town's hazard maps are to be seen, danger by danger, as it writes them in profile.yaml."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from town.hazards import Hazard
from town.shapes import Strict, WebAddress

INVENTED = ".example"  # no real site can end so (RFC 2606)


class HazardMap(Strict):
    """One danger's map: the page or file in Japanese, and in each other language that the town has one in."""

    hazard: Hazard
    ja: WebAddress
    ja_easy: WebAddress | None = None
    en: WebAddress | None = None
    zh: WebAddress | None = None
    pt: WebAddress | None = None
    vi: WebAddress | None = None

    @property
    def by_language(self) -> dict[str, str]:
        return {name: value for name, value in self if name != "hazard" and value}

    def first_of(self, languages: Iterable[str]) -> tuple[str, str]:
        """The first of these languages that has a map, and its address; Japanese always has."""
        written = self.by_language
        language = next((one for one in languages if one in written), "ja")
        return language, written[language]


def refuse_wrong_maps(is_sample: bool, maps: Iterable[HazardMap]) -> None:
    """Each danger once; a sample's address leads nowhere, and a real town may not keep one of those."""
    seen: set[Hazard] = set()
    for one in maps:
        if one.hazard in seen:
            raise ValueError(f"hazard_maps の「{one.hazard}」が2回あります")
        seen.add(one.hazard)
        for address in one.by_language.values():
            if (urlsplit(address).hostname or "").endswith(INVENTED) != is_sample:
                raise ValueError(
                    f"見本のハザードマップのアドレスは {INVENTED} のサイトにしてください"
                    if is_sample
                    else f"{INVENTED} で終わるサイトは見本です。町のハザードマップのアドレスに直してください"
                )
