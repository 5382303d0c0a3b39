"""A resident goes on asking: about what was just read, for a few minutes, and never about it when it is something new."""

from tests.people import Resident, texts


def test_taro_asks_on_about_the_child_allowance(hanako: Resident):
    documents = texts(hanako.says("児童手当の必要書類は?"))
    assert "必要なもの" in documents
    assert "所得制限はありません" not in documents  # the documents, not the whole page
    assert "[案内をぜんぶ見る]" in documents
    assert "15日以内" in texts(hanako.says("いつまで?"))
    assert "15,000円" in texts(hanako.says("いくら?"))
    assert "オンラインで手続きできます" in texts(hanako.says("ネットでできる?"))
    assert "「印鑑」については、この案内に書いてありません。子育て支援課に" in texts(hanako.says("印鑑いる?"))
    assert "勤務先に申請します" in texts(hanako.says("夫が公務員なんですが"))
    assert "所得制限はありません" in texts(hanako.presses("案内をぜんぶ見る"))


def test_a_pressed_button_sets_what_is_spoken_of_and_a_new_subject_changes_it(hanako: Resident):
    assert "何についてですか" in texts(hanako.says("いくら?"))
    hanako.presses_data("entry:gymnasium")
    assert "1,800円" in texts(hanako.says("いくら?"))
    hanako.says("市営プール")
    assert "500円" in texts(hanako.says("料金は?"))


def test_nobody_hears_what_another_spoke_of(hanako: Resident, maria: Resident):
    hanako.presses_data("entry:gymnasium")
    assert "1,800円" not in texts(maria.says("いくら?"))


def test_two_questions_in_one_message_are_both_answered(hanako: Resident):
    first, second = hanako.says("住民票の値段と、印鑑登録の持ち物を教えて")
    assert "費用・金額" in texts([first])
    assert "登録する印鑑" in texts([second])


def test_a_stated_case_stands_first(hanako: Resident):
    [answer] = hanako.says("夫が公務員です。児童手当はもらえますか?")
    assert texts([answer]).index("勤務先に申請") < texts([answer]).index("月1万円から3万円")


def test_after_a_choice_the_next_bare_question_is_asked_of_what_was_shown(hanako: Resident):
    assert "どれについて知りたいですか" in texts(hanako.says("印鑑証明ってどうやって取るの"))
    asked_on = hanako.says("いくら?")
    assert "どれについて知りたいですか" in texts(asked_on)
    assert "[印鑑登録・印鑑証明]" in texts(asked_on)
    assert "1通300円" in texts(hanako.presses("印鑑登録・印鑑証明"))
