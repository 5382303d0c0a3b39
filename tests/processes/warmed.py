"""What every house reads before its first answer: read once here, and each process forked from here has read it."""

import opening
from handlers import router
from knowledge.concepts import civic, not_ours
from knowledge.words import words
from settings import SAMPLE_TOWN, Settings
from speech.incoming import Text

opening.furnish(Settings(_env_file=None, database_url="sqlite://", town_folder=SAMPLE_TOWN))
words("辞書を開く")
civic()
not_ours()
router.choose(Text("危険の言葉"))
