"""Secrets that are known by their name: a PIN, a password, a residence card; and the words for My Number."""

import re
from collections.abc import Iterator

from speech.masking_digits import DIGIT

Span = tuple[int, int]

# Full-width letters and signs become narrow ones, one for one, so that places in the text stay true.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_MY_NUMBER_WORD = re.compile(
    r"マイナンバ|ﾏｲﾅﾝﾊﾞ|まいなんば|マイナ番号|個人番号|こじんばんごう|my[ -]?number|mai ?nan ?b[aā]|kojin ?bang[oō]|"
    r"个人编号|个人号码|個人編號|我的号码|n[úu]mero (?:pessoal|individual)|m[ãa] s[ốo] c[áa] nh[âa]n|s[ốo] c[áa] nh[âa]n",
    re.IGNORECASE,
)
_WORDS_BEFORE, _WORDS_AFTER = 32, 24

_NAME_OF_A_PIN = (
    r"(?:暗証番号|あんしょうばんごう|暗証|パスワード|ﾊﾟｽﾜｰﾄﾞ|ぱすわーど|パスコード|ピン番号|ピンコード|"
    r"(?<![a-z])pin(?:[ -]?(?:code|number|no\.?|コード|番号))*(?![a-z])|pass ?(?:word|code)|ansh[oō] ?bang[oō]|"
    r"密码|密碼|口令|senha|c[óo]digo secreto|m[ậa]t kh[ẩa]u|m[ãa] pin|m[ãa] s[ốo] b[íi] m[ậa]t)"
)
_REMARK = r"(?:\s*\([^)]{0,16}\))?"
_LINK = r"(?:\s|[::=→「『\"'“‘、,]|は|が|を|の番号|番号|是|为|為|is\b|was\b|é\b|eh\b|là\b|la\b){0,6}"
_NUMBER = rf"{DIGIT}(?:[\s-]?{DIGIT}){{3,15}}(?![\s-]?{DIGIT})(?!\s*(?:年|月|円|人|件|桁|けた|文字|時|歳|名|回|yen))"
_AND = r"\s*(?:と|、|,|/|&|および|and|e|và|和)\s*"
_TIME_DAY_OR_PRICE = r"(?!\d{1,2}:\d\d|\d{1,4}/\d|\d{1,3},\d{3})"
# Letters and digits mixed, or with a sign; bare digits are _NUMBER's, and the full stop is the sentence's.
_MIXED = rf"(?=[!-~]*(?:{DIGIT}|[!#$%&*@^_+]))(?!{DIGIT}+(?![!-~]))"
_TOKEN = rf"(?!https?:){_TIME_DAY_OR_PRICE}{_MIXED}[!-~]{{4,64}}(?<![.,;:!?)\"'])"
_NAMED_NUMBER = re.compile(rf"{_NAME_OF_A_PIN}{_REMARK}{_LINK}(?P<it>{_NUMBER}(?:{_AND}{_NUMBER})*)", re.IGNORECASE)
_NAMED_TOKEN = re.compile(rf"{_NAME_OF_A_PIN}{_REMARK}{_LINK}(?P<it>{_TOKEN})", re.IGNORECASE)
_NAMED_WORD = re.compile(rf"{_NAME_OF_A_PIN}{_REMARK}\s*[::=「『\"]\s*(?P<it>(?!http)[a-z]{{4,32}})", re.IGNORECASE)
_SAID_WORD = re.compile(
    rf"{_NAME_OF_A_PIN}\s*(?:は|是|is|é|là)\s*(?P<it>[a-z]{{4,32}})\s*(?:です|だ|なの|でした|[.。!]|$)", re.IGNORECASE
)
_NUMBER_FIRST = re.compile(
    rf"(?P<it>(?<!\d){DIGIT}(?:[\s-]?{DIGIT}){{3,15}})\s*(?:が|は|is|é|là|是)\s*(?:わたしの|私の|my|the|minha|我的)?\s*{_NAME_OF_A_PIN}",
    re.IGNORECASE,
)
# «my password is wrong» tells no secret.
_TELLS_NOTHING = re.compile(
    r"wrong|locked|blocked|expired|forgotten|lost|missing|incorrect|invalid|required|necessary|needed|different|changed|"
    r"line|email|mail|face|touch|correct|weak|safe|secret|gone|there|okay|reset|errada|correta|diferente|bloqueada",
    re.IGNORECASE,
)

_RESIDENCE_CARD = re.compile(
    rf"(?<![a-z0-9])[a-z]{{2}}[\s-]?{DIGIT}(?:[\s-]?{DIGIT}){{7}}[\s-]?[a-z]{{2}}(?![a-z0-9])", re.I
)
_SUSPECT = re.compile(rf"{DIGIT}|{_NAME_OF_A_PIN}", re.IGNORECASE)


def narrow(text: str) -> str:
    return text.translate(_NARROW)


def may_hold_a_secret(text: str) -> bool:
    """The cheap look that most messages end with: no digit and no name of a secret."""
    return _SUSPECT.search(text) is not None


def is_near_my_number_word(text: str, start: int, end: int) -> bool:
    before, after = max(0, start - _WORDS_BEFORE), end + _WORDS_AFTER
    return any(_MY_NUMBER_WORD.search(text, *span) for span in ((before, start), (end, after)))


def residence_cards(text: str) -> Iterator[Span]:
    for match in _RESIDENCE_CARD.finditer(text):
        yield match.span()


def named_secrets(text: str) -> Iterator[Span]:
    for pattern in (_NAMED_NUMBER, _NAMED_TOKEN, _NAMED_WORD, _SAID_WORD, _NUMBER_FIRST):
        for match in pattern.finditer(text):
            if not _TELLS_NOTHING.fullmatch(match["it"]):
                yield match.span("it")
