"""A message reduced to its letters, so that what hurried people leave out makes no difference."""

import unicodedata

VOICING = "\u3099\u309a"  # a kana without it is another kana


def squashed(text: str) -> str:
    """Letters and digits only, in one case, without accents."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold().replace("đ", "d"))
    kept = (c for c in plain if c in VOICING or not unicodedata.combining(c))
    return "".join(c for c in unicodedata.normalize("NFC", "".join(kept)) if c.isalnum() or c == "ー")
