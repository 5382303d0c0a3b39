"""The dangers an evacuation site is designated for, and notices speak of (the eight of 災害対策基本法, by our codes)."""

from enum import StrEnum


class Hazard(StrEnum):
    FLOOD = "flood"
    INLAND_FLOOD = "inland_flood"
    LANDSLIDE = "landslide"
    STORM_SURGE = "storm_surge"
    EARTHQUAKE = "earthquake"
    TSUNAMI = "tsunami"
    LARGE_FIRE = "large_fire"
    VOLCANO = "volcano"
