"""The form keeps the gateway contract; its requests go through the whole of the public's process."""

from dataclasses import replace

import pytest

from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import failing_at_commit
from lineside.gateways.web.peer import ANSWERS, NotTaken


class Form:
    """A reporter who keeps each filled-in page, as a browser does, and presses Send again."""

    def __init__(self, browser):
        self.browser, self.filled = browser, {}

    def offer(self, key):
        if key not in self.filled:
            self.filled[key] = self.browser.fill(ANSWERS)
        try:
            return self.browser.send(self.filled[key]).startswith("/follow/")
        except NotTaken:
            return False

    def offer_rubbish(self):
        filled = self.browser.fill(ANSWERS)
        with pytest.raises(NotTaken, match="422 This page was open for too long"):
            self.browser.send(replace(filled, draft=f"x{filled.draft}"))
        answer = self.browser.client.post("/report/", data={f"field{number}": "x" for number in range(3000)})
        assert (answer.status_code, "Go back and send it again" in answer.text) == (400, True)
        return False

    def database_away(self):
        return failing_at_commit()


class TestWebKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, browser):
        return Form(browser)
