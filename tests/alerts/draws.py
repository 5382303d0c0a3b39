"""What chance may draw at the desk of notices."""

from hypothesis import strategies as st

from alerts.audience import Aim, Audience
from alerts.lone_officer import LoneRule
from alerts.written import Effect
from tests.alerts.desk_of_notices import in_words

# Most officers mean it well; without that, chance alone would hardly ever come as far as LINE.
NAMES = st.sampled_from(["tanaka", "suzuki", "tanaka", "suzuki", "sato", "viewer"])
KINDS = st.sampled_from(["避難指示", "警戒レベル4 避難指示", "レベル４避難指示", "避難解除"])
OFTEN = st.sampled_from([True, True, True, True, False])
WORDS = st.sampled_from([
    in_words(4), in_words(3, "避難指示"), in_words(None, "避難指示", hazard="tsunami"), in_words(4, has_free_text=True),
    in_words(2, "避難指示", effect=Effect.NONE), in_words(2, "避難指示", effect=Effect.NONE, is_quiet_at_night=True),
    in_words(4, is_quiet_at_night=True),
])  # fmt: skip
AUDIENCES = [
    Audience(Aim.DISTRICTS, ("kawara",)), Audience(Aim.EVERYONE), Audience(Aim.TESTERS), Audience(Aim.LANGUAGES, ("pt",)),
]  # fmt: skip
AIMS = st.sampled_from(
    [(one, one.aim is Aim.TESTERS) for one in AUDIENCES] + [(AUDIENCES[0], True), (AUDIENCES[2], False)]
)
RULES = st.sampled_from([LoneRule(is_allowed=True), LoneRule()])
