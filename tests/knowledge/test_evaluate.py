"""Figures that can be checked by hand, and the marks the search must keep on the judged set of a real city."""

import json
from pathlib import Path

import pytest

from knowledge.evaluate import Half, JudgedSet, divide, evaluate, half_of, main, measure, read_judged
from knowledge.fields import Document

JUDGED = Path(__file__).parents[2] / "../shared/data/localgovfaq"


@pytest.fixture
def two_questions() -> JudgedSet:
    documents = {name: Document((name,)) for name in ("a", "b", "c")}
    return JudgedSet(documents, {"1": "first", "2": "second"}, {"1": {"a": 2, "b": 1}, "2": {"c": 1}})


def test_a_perfect_search_has_perfect_figures(two_questions: JudgedSet):
    figures = measure(two_questions, {"first": [0, 1, 2], "second": [2, 0, 1]}.__getitem__, 0.5)
    assert (figures.ndcg_10, figures.recall_10, figures.mrr) == (1, 1, 1)
    assert figures.hit_1 == 0.5  # the second question has no answer of the best grade
    assert (figures.documents, figures.questions, figures.index_seconds) == (3, 2, 0.5)


def test_a_right_text_in_second_place_counts_less(two_questions: JudgedSet):
    figures = measure(two_questions, {"first": [2, 0], "second": []}.__getitem__, 0)
    assert figures.ndcg_10 == pytest.approx(2 * 0.6309 / 2.6309 / 2, abs=1e-4)
    assert figures.recall_10 == 0.25
    assert figures.mrr == 0.25
    assert figures.hit_1 == 0


def test_blocks_of_an_answer_become_fields():
    document = divide("質問", "本文。＜改＞。【関連するＦＡＱ】。別の質問。＜改＞。続き。【お問い合わせ】。市民課。")
    assert document.body == ("本文。続き。",)
    assert document.related == ("別の質問。",)
    assert document.section == ("市民課。",)


def test_the_halves_are_divided_by_the_id_alone():
    halves = [half_of(str(number)) for number in range(1000)]
    assert 450 < halves.count(Half.TUNE) < 550
    assert [half_of(str(number)) for number in range(1000)] == halves


def test_a_folder_without_a_judged_set_ends_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(tmp_path)]) == 1
    assert "corpus.jsonl" in capsys.readouterr().err


def test_figures_are_printed_for_people_and_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    lines = {
        "corpus.jsonl": {"id": "7", "question": "犬の登録", "answer": "課へ"},
        "queries.jsonl": {"id": "1", "text": "犬"},
    }
    for name, line in lines.items():
        (tmp_path / name).write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query_id\tdoc_id\tgrade\n1\t7\t2\n", encoding="utf-8")
    assert main([str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ndcg_10"] == 1
    assert main([str(tmp_path)]) == 0
    assert "nDCG@10 1.000" in capsys.readouterr().out


@pytest.mark.skipif(not JUDGED.exists(), reason="the judged set lies beside the repository")
def test_the_frozen_half_keeps_its_marks():
    figures = evaluate(read_judged(JUDGED, Half.FROZEN))
    assert figures.ndcg_10 >= 0.60
    assert figures.recall_10 >= 0.70
