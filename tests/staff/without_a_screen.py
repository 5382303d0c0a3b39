"""Browsers without a screen, that behave: they keep cookies and fill in forms."""

import re
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.staff.the_desk import PASSWORD, secret_of
from town.officers import Officer


class Browser:
    """One officer's browser."""

    def __init__(self, app: Flask, clock: Clock, address: str = "127.0.0.1") -> None:
        self.client: FlaskClient = app.test_client()
        self.clock, self.address = clock, address
        self.secrets: dict[str, str] = {}

    def open(self, path: str, **words: Any) -> TestResponse:
        return self.client.get(path, environ_overrides={"REMOTE_ADDR": self.address}, buffered=True, **words)

    def send(self, path: str, *, token: str | None = None, at: str = "/staff/sign-in", **form: Any) -> TestResponse:
        """Fill in the form of a page: its token comes from the page `at`, unless one is given."""
        found = self.form_token(at) if token is None else token
        return self.client.post(
            path, data={"csrf_token": found, **form}, environ_overrides={"REMOTE_ADDR": self.address},
            headers={"Referer": f"http://localhost{at}"},
        )  # fmt: skip

    def form_token(self, at: str = "/staff/sign-in") -> str:
        page = self.open(at, follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found, page[:400]
        return found.group(1)

    def sign_in(self, officer: Officer, password: str = PASSWORD, **form: str) -> TestResponse:
        """Password, and the second factor where the officer has one."""
        answer = self.send("/staff/sign-in", email=officer.email, password=password, **form)
        if answer.location and "/sign-in/factor" in answer.location:
            return self.show_code(officer.email, **form)
        return answer

    def show_code(self, email: str, at: str = "/staff/sign-in/factor", **form: str) -> TestResponse:
        self.clock.skip(seconds=30)  # a code works once
        return self.send(at, at=at, code=self.code(email), **form)

    def code(self, email: str) -> str:
        return pyotp.TOTP(secret_of(email)).at(self.clock())

    def is_in(self) -> bool:
        return self.open("/staff/").status_code == 200
