"""How often a property is tried: enough to see it break in every run, and all of it with THOROUGH=1."""

import os

IS_THOROUGH = os.environ.get("THOROUGH") == "1"
SHARE, FEWEST = 4, 15  # a fourth; what is tried seldom as it is stays as it is


def tries(thorough: int) -> int:
    return thorough if IS_THOROUGH else min(thorough, max(thorough // SHARE, FEWEST))
