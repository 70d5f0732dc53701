"""The stage of sign-in that nobody without a second step gets past."""

from typing import Any

from allauth.account.stages import LoginStage
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lineside.access import queries
from lineside.access.rules import NO_SECOND_STEP
from lineside.kernel.clock import now

KEY = "enrol"


class EnrolStage(LoginStage):  # type: ignore[misc]
    """Set up the second step, which only a one-use link opens; until then there is no sitting."""

    key = KEY
    urlname = "access:enrol"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        account: Any = self.login.user
        if account is None:
            return None, False
        if queries.has_second_step(account):
            return None, True
        if account.may_enrol_until is None or account.may_enrol_until <= now():
            return render(self.request, "access/closed.html", {"sentence": NO_SECOND_STEP}, status=403), False
        return HttpResponseRedirect(reverse(self.urlname)), True
