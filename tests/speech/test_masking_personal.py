"""What officers read on the worklist does not tell who asked, and still tells what was asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.masking import MARK
from speech.masking_personal import mask_personal

HIDDEN = (
    ("私は山田花子です。住民票がほしい", "山田花子"),
    ("私は佐藤 太郎と申します。転入届は?", "佐藤 太郎"),
    ("鈴木一郎と申します。保育園について", "鈴木一郎"),
    ("名前は田中ミキです", "田中ミキ"),
    ("My name is Maria Silva and I moved here", "Maria Silva"),
    ("Me chamo João Souza, mudei de casa", "João Souza"),
    ("Tôi tên là Nguyễn Văn An", "Nguyễn Văn An"),
    ("我叫王小明,想办理转入", "王小明"),
    ("返事は hanako.y@mihon.example までください", "hanako.y@mihon.example"),
    ("電話は000-0000-0000です", "000-0000-0000"),
    ("090 0000 0000に電話して", "090 0000 0000"),
    ("０００（００００）００００", "０００（００００）００００"),
    ("昭和30年4月5日生まれの父の年金", "昭和30年4月5日"),
    ("S30.4.5です。介護保険は?", "S30.4.5"),
    ("生年月日は1980年12月1日です", "1980年12月1日"),
    ("I was born on 1980/12/01", "1980/12/01"),
    ("〒000-0000に住んでいます", "〒000-0000"),
    ("本町3丁目2番1号の街灯", "3丁目2番1号"),
)
STAYS = (
    "私は公務員です。児童手当は?", "私は外国人です", "私は75歳です。免許を返したい", "令和8年4月1日から何が変わりますか", "12月29日は開いてますか",
    "印鑑登録したい", "マイナンバーカードの暗証番号を忘れた", "1人あたり15,000円ですか", "I am Brazilian. How do I register?", "私は妊娠中です",
    "14日以内に届けないとどうなる", "3番窓口はどこ", "5月に引っ越します", "#7119とは", "119に電話した",
)  # fmt: skip


@pytest.mark.parametrize(("said", "secret"), HIDDEN, ids=lambda words: words[:14])
def test_who_asked_is_taken_out(said: str, secret: str):
    masked = mask_personal(said)
    assert secret not in masked
    assert MARK * 2 in masked
    assert len(masked) == len(said)


@pytest.mark.parametrize("said", STAYS)
def test_what_was_asked_stays(said: str):
    assert mask_personal(said) == said


@given(st.text(max_size=200))
def test_nothing_grows_and_nothing_breaks(said: str):
    masked = mask_personal(said)
    assert all(shown in (MARK, letter) for shown, letter in zip(masked, said, strict=False))
