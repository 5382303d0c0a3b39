"""Takes out what would tell officers who asked: names said as one's own, addresses, telephones, days of birth.

Harder than what is done at the door (masking.py), because a question on the worklist is read by people and kept longer.
"""

import re

from speech.masking import MARK, mask
from speech.masking_digits import DIGIT, HYPHENS
from speech.masking_names import narrow

_DASH = rf"[\s{HYPHENS}()]{{0,2}}"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(
    rf"(?<!{DIGIT})(?:\+81{_DASH}|0){DIGIT}{{1,4}}{_DASH}{DIGIT}{{1,4}}{_DASH}{DIGIT}{{3,4}}(?!{DIGIT})"
)
_POSTAL = re.compile(rf"〒?(?<!{DIGIT}){DIGIT}{{3}}[{HYPHENS}]{DIGIT}{{4}}(?![{HYPHENS}]?{DIGIT})")
_COUNT = rf"(?:{DIGIT}|[一二三四五六七八九十]){{1,4}}"
_HOUSE = re.compile(
    rf"{_COUNT}\s*(?:丁目|番地の?)\s*(?:{_COUNT}\s*(?:番地の?|番|号)?|[{HYPHENS}]\s*){{0,3}}(?:{DIGIT}+号室?)?|"
    rf"{_COUNT}\s*番\s*{_COUNT}\s*号|"
    rf"(?<=[町字区]){DIGIT}{{1,4}}[{HYPHENS}]{DIGIT}{{1,4}}(?:[{HYPHENS}]{DIGIT}{{1,4}})?"
)
_ERA_OF_THE_OLD = (
    rf"(?:明治|大正|昭和|(?<![a-z])[mts]){DIGIT}{{1,2}}[年./{HYPHENS}]{DIGIT}{{1,2}}[月./{HYPHENS}]{DIGIT}{{1,2}}日?"
)
_DAY = (
    rf"(?:(?:明治|大正|昭和|平成|令和|(?<![a-z])[mtshr])?\s?{DIGIT}{{1,4}}\s?[年./{HYPHENS}]\s?{DIGIT}{{1,2}}\s?[月./{HYPHENS}]\s?"
    rf"{DIGIT}{{1,4}}日?|(?<!{DIGIT}){DIGIT}{{8}}(?!{DIGIT}))"
)
_BIRTH = r"(?:生年月日|誕生日|生まれ|うまれ|出生|生日|birthday|date of birth|born|nasci\w*|sinh)"
_BORN = (
    re.compile(_ERA_OF_THE_OLD, re.IGNORECASE),
    re.compile(rf"(?P<it>{_DAY})(?:に|\s|の|日){{0,3}}{_BIRTH}", re.IGNORECASE),
    re.compile(rf"{_BIRTH}(?:日|は|が|:|\s|on|is|em|é|ngày|是|于){{0,6}}(?P<it>{_DAY})", re.IGNORECASE),
)
_JAPANESE_NAME = r"[一-龥々ヶ]{1,4}[ 　]?[一-龥々ぁ-んァ-ヶー]{1,6}|[ァ-ヶー]{2,12}(?:[ ・][ァ-ヶー]{2,12})?|[ぁ-ん]{2,6}[ 　][ぁ-ん]{2,6}"
_LATIN_NAME = r"[A-ZÀ-ỸĐ][\w'-]*(?:\s[A-ZÀ-ỸĐ][\w'-]*){0,4}"
_NAMES = (
    re.compile(rf"(?:私|わたし|わたくし|僕|俺)は(?P<it>{_JAPANESE_NAME}?)(?:です|と申|といい|と言い)"),
    re.compile(rf"(?:^|[。、,!?\s])(?P<it>{_JAPANESE_NAME}?)(?:と申します|ともうします|と申す)"),
    re.compile(rf"(?:名前|なまえ|氏名|姓名)(?:は|が|:|\s){{1,3}}(?P<it>{_JAPANESE_NAME}|{_LATIN_NAME})"),
    re.compile(rf"(?i:my name is|i am|i'm|this is|me chamo|meu nome é|eu sou|tôi tên là|tên tôi là|tôi là) (?P<it>{_LATIN_NAME})"),
    re.compile(r"(?:我叫|我的名字是|姓名是)(?P<it>[一-龥]{2,4}?)(?=[,,。!\s的]|$)"),
)  # fmt: skip
# What people are is no name, and the answer may turn on it: «私は公務員です».
_IS_NO_NAME = re.compile(
    r".*(?:人|員|者|生|親|歳|才|婦|夫|妻|代|中|持ち|主|業|職|籍|住まい|住み|勤め|パート|アルバイト|フリーター|シングル\w*|ひとり|一人|独身|既婚|"
    r"不要|必要|大丈夫|初めて|はじめて|市民|町民|女|男|何|どこ|いつ|誰|だれ|どう\w*|無理|希望|反対|賛成|ペルー|ブラジル|ベトナム|ネパール)|"
    r"(?i:japanese|brazilian|chinese|vietnamese|american|filipino|nepali|brasileir[oa]|english|student)\b.*"
)


def mask_personal(text: str) -> str:
    """The text with one mark for each character that was taken out."""
    shown = mask(text).text
    spans = sorted(_spans(narrow(shown)))
    letters = list(shown)
    for start, end in spans:
        letters[start:end] = MARK * (end - start)
    return "".join(letters)


def _spans(text: str) -> list[tuple[int, int]]:
    found = [match.span() for rule in (_EMAIL, _TELEPHONE, _POSTAL, _HOUSE) for match in rule.finditer(text)]
    found += [match.span("it" if match.re.groups else 0) for rule in _BORN for match in rule.finditer(text)]
    named = [match for rule in _NAMES for match in rule.finditer(text)]
    return found + [match.span("it") for match in named if not _IS_NO_NAME.fullmatch(match["it"])]
