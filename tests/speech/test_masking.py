"""What must not be kept is taken out of a resident's words, and nothing else is."""

import re
import timeit
from dataclasses import FrozenInstanceError

import pytest

from speech.masking import Kind, mask
from speech.masking_digits import is_corporate_number, is_my_number

MY_NUMBER = "123456789018"

SECRETS = [
    ("123456789018", Kind.MY_NUMBER),
    ("私の番号は1234-5678-9018です", Kind.MY_NUMBER),
    ("１２３４　５６７８　９０１８", Kind.MY_NUMBER),
    ("１２３４−５６７８−９０１８", Kind.MY_NUMBER),
    ("1234ー5678ー9018", Kind.MY_NUMBER),
    ("1234.5678.9018", Kind.MY_NUMBER),
    ("1234、5678、9018", Kind.MY_NUMBER),
    ("123,456,789,018", Kind.MY_NUMBER),
    ("1234\n5678\r\n9018", Kind.MY_NUMBER),
    ("1 2 3 4 5 6 7 8 9 0 1 8", Kind.MY_NUMBER),
    ("12-34-56-78-90-18", Kind.MY_NUMBER),
    ("1234‐5678–9018", Kind.MY_NUMBER),
    ("1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣0️⃣1️⃣8️⃣", Kind.MY_NUMBER),
    ("①②③④⑤⑥⑦⑧⑨⓪①⑧", Kind.MY_NUMBER),
    ("١٢٣٤٥٦٧٨٩٠١٨", Kind.MY_NUMBER),
    ("1234\u200b5678\u200b9018", Kind.MY_NUMBER),
    ("私は983205673214で妻は1234 5678 9018", Kind.MY_NUMBER),
    ("マイナンバーは123456789012です", Kind.MY_NUMBER),
    ("123456789012が個人番号です", Kind.MY_NUMBER),
    ("ﾏｲﾅﾝﾊﾞｰ 1234 5678 9012", Kind.MY_NUMBER),
    ("まいなんばー 12345-6789012", Kind.MY_NUMBER),
    ("My Number: 1234-5678-9012", Kind.MY_NUMBER),
    ("ＭＹ　ＮＵＭＢＥＲ　１２３４５６７８９０１２", Kind.MY_NUMBER),
    ("我的个人编号是123456789012", Kind.MY_NUMBER),
    ("meu número pessoal é 1234 5678 9012", Kind.MY_NUMBER),
    ("Mã số cá nhân của tôi là 123456789012", Kind.MY_NUMBER),
    ("4111 1111 1111 1111", Kind.BANK_CARD),
    ("カード番号４１１１−１１１１−１１１１−１１１１", Kind.BANK_CARD),
    ("5555555555554444", Kind.BANK_CARD),
    ("3782 822463 10005", Kind.BANK_CARD),
    ("3530111333300000", Kind.BANK_CARD),
    ("3056 930902 5904", Kind.BANK_CARD),
    ("6200 0000 0000 0005", Kind.BANK_CARD),
    ("暗証番号は1234です", Kind.PIN),
    ("暗証番号 １２３４", Kind.PIN),
    ("暗証番号(4桁)は 1234", Kind.PIN),
    ("暗証番号は1234と123456です", Kind.PIN),
    ("署名用のパスワードはABC123です", Kind.PIN),
    ("パスワード:himitsu", Kind.PIN),
    ("パスワードは「Abcd-1234」", Kind.PIN),
    ("パスワードはhimitsuです", Kind.PIN),
    ("1234が暗証番号です", Kind.PIN),
    ("my PIN is 1234", Kind.PIN),
    ("my pin code number is 4321", Kind.PIN),
    ("password: hunter22", Kind.PIN),
    ("密码是123456", Kind.PIN),
    ("minha senha é 9876", Kind.PIN),
    ("mật khẩu là 1357", Kind.PIN),
    ("mã PIN: 2468", Kind.PIN),
    ("AB12345678CD", Kind.RESIDENCE_CARD),
    ("在留カードはＡＢ１２３４５６７８ＣＤです", Kind.RESIDENCE_CARD),
    ("zairyu card ab 1234 5678 cd", Kind.RESIDENCE_CARD),
]


@pytest.mark.parametrize(("said", "kind"), SECRETS)
def test_a_secret_number_is_taken_out_and_named(said: str, kind: Kind) -> None:
    masked = mask(said)
    assert masked.kinds == {kind}
    assert not re.search(r"\d{3}", masked.text)
    assert "●●●" in masked.text


HARMLESS = [
    "住民票をコンビニで取りたい",
    "折り返し090-1234-5678へお願いします",
    "０９０−１２３４−５６７８",
    "09012345678です",
    "0541234567",
    "054-123-4567",
    "03-1234-5678",
    "0120-123-456",
    "0120-12-3456",
    "0570-783-556",
    "050 1234 5678",
    "+81 90-1234-5678",
    "+81-54-123-4567",
    "+55 11 91234-5678",
    "+84 90 123 45 67",
    "81-90-1234-5678",
    "電話番号は819012345678",
    "2 090-1234-5678",
    "090-1234-5678 1",
    "1-090-1234-5678",
    "電話は054-123-4567か090-1234-5678",
    "自宅 054-123-4567 054-123-4568",
    "〒420-0853 静岡市",
    "〒420-0853 054-123-4567",
    "421-0301 1-2-3",
    "2026-08-01 10:30",
    "2026/08/01 090-1234-5678",
    "20260801 1030",
    "8/1 090-1234-5678",
    "日程は1/10, 1/11, 1/12, 1/13です",
    "2024、2025、2026年の納税証明書",
    "2024 2025 2026",
    "受付番号R000123はどうなりましたか",
    "R000123 R000124",
    "1,200円と1,500円",
    "予算は123,456,789,018円です",
    "¥123,456,789,018",
    "34.976944,138.383056",
    "34.97694, 138.38306",
    "45.521234 141.672345",
    "法人番号7000012050002",
    "T7000012050002",
    "お荷物の追跡番号は1234-5678-9018です",
    "4902102072618",
    "1234 5678 9012",
    "123456789012",
    "4111 1111 1111 1112",
    "1111 1111 1111 1117",
    "暗証番号を忘れました",
    "暗証番号は4桁ですか",
    "暗証番号の再設定は10:30からですか",
    "暗証番号、10:30に行けば変えられますか",
    "暗証番号 090-1234-5678に電話ください",
    "暗証番号を3回間違えた",
    "暗証番号は2026年に変えました",
    "パスワードの変え方",
    "パスワードはLINEで送れますか",
    "password reset please",
    "my password is wrong",
    "shopping 1234",
    "esqueci minha senha do cartão",
    "quên mật khẩu rồi",
    "忘记密码了",
    "マイナンバーカードの更新は10月5日ですか",
    "マイナンバーの件で090-1234-5678へ電話ください",
    "AB1234567CD",
    "令和8年8月1日 午前10時",
    "身長170 体重60",
    "",
]


@pytest.mark.parametrize("said", HARMLESS)
def test_what_is_no_secret_stays_as_it_was(said: str) -> None:
    masked = mask(said)
    assert masked.text == said
    assert masked.kinds == frozenset()


def test_a_telephone_number_beside_a_my_number_stays_to_be_called() -> None:
    masked = mask("１２３４　５６７８　９０１８ 電話 ０９０−１２３４−５６７８")
    assert masked.text == "●●●●●●●●●●●●●● 電話 ０９０−１２３４−５６７８"


def test_two_my_numbers_in_a_row_are_both_taken_out() -> None:
    assert mask("1234 5678 9018 9832 0567 3214").text == "●" * 14 + " " + "●" * 14


def test_several_kinds_in_one_message_are_all_named() -> None:
    masked = mask("マイナンバー1234 5678 9018、暗証番号は1234、カードは4111-1111-1111-1111、AB12345678CD")
    assert masked.kinds == set(Kind)
    assert not re.search(r"\d", masked.text)


def test_a_labelled_number_beside_the_word_my_number_goes_only_when_its_check_digit_is_right() -> None:
    assert mask("マイナンバーカードの追跡番号 1234-5678-9012").kinds == frozenset()
    assert mask("マイナンバーカードの追跡番号 1234-5678-9018").kinds == {Kind.MY_NUMBER}


def test_the_check_digit_of_a_my_number_is_the_ordinances() -> None:
    assert is_my_number(MY_NUMBER)
    assert is_my_number("983205673214")
    assert not is_my_number("983205673210")
    assert is_my_number("000000000000")  # remainder 0 gives check digit 0


def test_a_corporate_number_is_known_by_its_first_digit() -> None:
    assert is_corporate_number("7000012050002")  # 国税庁
    assert not is_corporate_number("8000012050002")


def test_a_masked_text_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        mask("a").text = "b"  # type: ignore[misc]


def test_an_ordinary_message_costs_less_than_fifty_microseconds() -> None:
    rounds = 2_000
    said = "住民票の写しをコンビニで取りたいです。"
    assert min(timeit.repeat(lambda: mask(said), number=rounds, repeat=5)) / rounds < 50e-6


def test_the_longest_message_full_of_digits_is_masked_within_a_second() -> None:
    for said in ("1 " * 2500, "+" + "1-" * 2499, "1" * 5000, "マイナンバー" + "12 " * 1600, "0120-" * 1000):
        assert timeit.timeit(lambda said=said: mask(said), number=1) < 1.0  # type: ignore[misc]
