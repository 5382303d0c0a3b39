"""The rich menu on LINE: published once, however often the command is given, and nobody else's menu touched."""

from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from pydantic import SecretStr

from bot import menu_variants, rich_menu
from bot.disaster_menu_picture import GREY, RED
from bot.menu_variants import Variant
from bot.rich_menu_picture import AREAS, HEIGHT, INK, TILES, WIDTH
from handlers import router
from settings import Settings, SettingsError
from simulator.server import RunningSimulator
from speech.incoming import Pressed
from speech.languages import Language
from speech.limits import QUICK_REPLY_LABEL, graphemes

BYTES_LINE_TAKES = 1_000_000
LONGEST_BAR = 14
READABLE = 4.5  # WCAG 2.2 AA for large and small type alike


@pytest.fixture
def line() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        yield running


@pytest.fixture
def settings(line: RunningSimulator) -> Settings:
    return Settings(
        _env_file=None, line_api_url=line.url, line_data_url=line.url,
        line_channel_secret=SecretStr(line.channel.secret), line_channel_token=SecretStr(line.channel.token),
    )  # fmt: skip


def menus(line: RunningSimulator) -> dict[str, str]:
    return {menu.body["name"]: menu.id for menu in line.platform.menus.all()}


def other_menu(line: RunningSimulator, name: str) -> str:
    body: dict[str, Any] = {**menu_variants.ordinary().request.to_dict(), "name": name}
    return line.platform.menus.create(body)


def test_the_menu_becomes_everybodys_with_its_picture(line: RunningSimulator, settings: Settings):
    assert "公開しました" in rich_menu.publish(settings)
    menu = line.platform.menus.find(menus(line)[menu_variants.ordinary().request.name])
    assert line.platform.menus.default_id == menu.id
    assert menu.picture == rich_menu.PICTURE.read_bytes()
    assert len(menus(line)) == 1 + len(Language)
    hanako = line.platform.add_resident("花子")
    assert line.platform.menu_of(hanako) is not None


def test_publishing_twice_changes_nothing(line: RunningSimulator, settings: Settings):
    rich_menu.publish(settings)
    before = menus(line)
    assert "すでに公開されています" in rich_menu.publish(settings)
    assert menus(line) == before


def test_a_menu_of_ours_from_before_is_taken_down(line: RunningSimulator, settings: Settings):
    other_menu(line, "madoguchi-0123456789abcdef")
    assert "前のメニュー 1 件を消しました" in rich_menu.publish(settings)
    assert "madoguchi-0123456789abcdef" not in menus(line)


def test_menus_of_others_are_left_alone(line: RunningSimulator, settings: Settings):
    vendors = other_menu(line, "vendor menu")
    rich_menu.publish(settings)
    rich_menu.publish(settings)
    assert menus(line)["vendor menu"] == vendors
    assert len(menus(line)) == 2 + len(Language)


def test_publishing_that_broke_off_is_finished_the_next_time(line: RunningSimulator, settings: Settings):
    """The menu was made, and its picture never arrived: LINE would refuse to show it for ever."""
    other_menu(line, menu_variants.ordinary().request.name)
    rich_menu.publish(settings)
    assert line.platform.menus.default_id is not None
    assert all(menu.picture for menu in line.platform.menus.all())


def test_a_wrong_token_is_one_sentence(settings: Settings):
    with pytest.raises(SettingsError, match="チャネルアクセストークンが正しくありません"):
        rich_menu.publish(settings.model_copy(update={"line_channel_token": SecretStr("wrong")}))


def test_publishing_in_a_disaster_leaves_the_disaster_menu_where_it_is(line: RunningSimulator, settings: Settings):
    rich_menu.publish(settings)
    shown = menus(line)[menu_variants.disaster(Language.JA).request.name]
    line.platform.menus.default_id = shown
    assert "災害モードなので" in rich_menu.publish(settings)
    assert line.platform.menus.default_id == shown


VARIANTS = [menu_variants.ordinary(), *(menu_variants.disaster(language) for language in Language)]
every_variant = pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.picture.stem)


@every_variant
def test_the_picture_is_one_line_takes(variant: Variant):
    with Image.open(variant.picture) as picture:
        assert picture.size == (WIDTH, HEIGHT)
    assert variant.picture.stat().st_size <= BYTES_LINE_TAKES


@every_variant
def test_the_areas_cover_the_picture_without_overlapping(variant: Variant):
    boxes = [area["bounds"] for area in variant.request.to_dict()["areas"]]
    assert len(boxes) == len(AREAS) == 6
    for index, box in enumerate(boxes):
        assert 0 <= box["x"] <= box["x"] + box["width"] <= WIDTH
        assert 0 <= box["y"] <= box["y"] + box["height"] <= HEIGHT
        for other in boxes[index + 1 :]:
            is_beside = box["x"] + box["width"] <= other["x"] or other["x"] + other["width"] <= box["x"]
            is_above = box["y"] + box["height"] <= other["y"] or other["y"] + other["height"] <= box["y"]
            assert is_beside or is_above


@every_variant
def test_no_word_is_longer_than_line_shows(variant: Variant):
    assert graphemes(variant.bar) <= LONGEST_BAR
    assert all(area.label and graphemes(area.label) <= QUICK_REPLY_LABEL for area in variant.areas)


@every_variant
def test_every_area_of_every_menu_is_answered(variant: Variant):
    assert all(router.choose(Pressed(area.data)).name not in ("anything", "menu.word") for area in variant.areas)
    assert len({area.data for area in variant.areas}) == len(AREAS)


def test_every_area_leads_to_a_conversation_of_its_own():
    data = [area["action"]["data"] for area in menu_variants.ordinary().request.to_dict()["areas"]]
    assert all(router.choose(Pressed(one)).name.startswith("menu.") for one in data)
    assert "menu.top" not in {router.choose(Pressed(one)).name for one in data}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("tile", [*TILES, RED, GREY])
def test_a_weak_eye_can_read_every_tile(tile: str):
    light, dark = sorted((luminance(INK), luminance(tile)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= READABLE
