"""How accounts come to be: by an administrator, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        request.session.cycle_key()
        return super().pre_login(request, user, **kwargs)
