"""Passwords of officers: which are refused, and that a right one is right."""

import pytest

from town.officer_passwords import is_right, refuse_weak, set_password
from town.officers import NotAllowedError, Officer


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("kx7#Qm2!", "12文字以上"),
        ("password1234", "よく使われる"),
        ("qwertyuiop12", "よく使われる"),
        ("aaaaaaaaaaaaaaaa", "よく使われる"),
        ("hanako-tsukimi-83", "名前やメールアドレス"),
        ("みほん市の役所の窓口です", "名前やメールアドレス"),
        ("x" * 129, "128文字まで"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password, said):
    with pytest.raises(NotAllowedError, match=said):
        refuse_weak(password, ("hanako@mihon.example", "hanako", "見本 花子", "みほん市"))


@pytest.mark.parametrize("password", ["tsukimi soba kawara 83", "あさがおの種をまく六月の縁側", "8kZ!qv-29fLw#"])
def test_a_strong_one_is_taken_and_only_it_is_right(password):
    officer = Officer(email="hanako@mihon.example", name="見本 花子")
    set_password(officer, password, ("みほん市",))
    assert is_right(officer, password)
    assert not is_right(officer, password + " ")
    assert password not in str(officer.password_hash)


def test_nobody_and_somebody_without_a_password_are_never_right():
    assert not is_right(None, "nobody has this password")
    assert not is_right(Officer(email="x@y.example", name="x"), "nobody has this password")
