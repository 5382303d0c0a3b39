"""What /metrics tells of questions: counts by verdict and language, and no words."""

import pytest
from flask import Flask

from bot import health
from knowledge.ask import Elsewhere
from knowledge.asked import AskedQuestion
from speech.languages import Language
from store.database import transaction
from tests.knowledge.question_room import asks, direct


@pytest.mark.usefixtures("db")
def test_questions_are_counted_by_what_they_came_to_and_whether_it_helped():
    asks("印鑑登録", direct(), is_work=False)
    asks("seal", direct(), language=Language.EN, is_work=False)
    asks("シーラカンスの飼い方")
    asks("焼津市の住民票", Elsewhere("焼津市"), is_work=False)
    with transaction() as session:
        session.get_one(AskedQuestion, 1).is_helped = True
        session.get_one(AskedQuestion, 2).is_helped = False
    app = Flask(__name__)
    app.register_blueprint(health.blueprint)
    told = app.test_client().get("/metrics").get_data(as_text=True)
    for line in (
        'madoguchi_questions{language="ja",verdict="direct"} 1.0',
        'madoguchi_questions{language="en",verdict="direct"} 1.0',
        'madoguchi_questions{language="ja",verdict="unknown"} 1.0',
        'madoguchi_questions{language="ja",verdict="elsewhere"} 1.0',
        'madoguchi_questions_helped{answer="yes"} 1.0',
        'madoguchi_questions_helped{answer="no"} 1.0',
        "madoguchi_questions_open 1.0",
    ):
        assert line in told
    assert "シーラカンス" not in told
