"""How allauth's sign-in is made ours: no signing up, attempts counted, refusals on record, a second step."""

from contextlib import suppress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from lineside.access import commands, guessing, origin, queries, second_step, sittings
from lineside.access.models import Account
from lineside.access.rules import Tried, normal_name
from lineside.kernel.errors import Refusal


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come to be by an administrator; whoever has no second step does not get in."""

    # One sentence whatever is wrong, so that it cannot be told which names there are.
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "The user name or the password is not right.",
        "account_inactive": "The user name or the password is not right.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_login_stages(self) -> list[str]:
        return [*super().get_login_stages(), "lineside.access.stages.EnrolStage"]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        tried = origin.tried(request, "password", str(credentials.get("username", "")))
        attempt = _counted(tried)
        account: Account | None = super().authenticate(request, **credentials)
        if account is not None and account.is_active:
            guessing.take_back(attempt)
            return account
        _refused(request, tried, queries.account_named(normal_name(str(credentials.get("username", "")))))
        return None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: allauth would count in this process's memory."""

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        request.session.cycle_key()
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        response: HttpResponse = super().post_login(request, user, **kwargs)
        sittings.begin(request, response, user, "password and second step")
        return response

    def logout(self, request: HttpRequest) -> None:
        sittings.end(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say what happened where it happened."""


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second step at sign-in: a code of the authenticator, or a recovery code, each of them once."""

    def clean_code(self) -> str:
        from allauth.core import context  # noqa: PLC0415 - the request in hand

        request, account = context.request, self.user
        self.authenticator: Authenticator = checked_code(request, account, self.cleaned_data["code"])
        self.authenticator.user = account
        return str(self.cleaned_data["code"])


def checked_code(request: HttpRequest, account: Account, code: str) -> Authenticator:
    """The authenticator whose code this is; a sentence when it is nobody's, or when too many were wrong."""
    tried = origin.tried(request, "code", account.username)
    attempt = _counted(tried)
    try:
        found = second_step.accept_code(account, code[:40])
    except Refusal as refusal:
        raise ValidationError(refusal.sentence) from None
    if found is None:
        _refused(request, tried, account)
        raise ValidationError("That code is not right or was used already; wait for the next one.")
    guessing.take_back(attempt)
    return found


def checked_password(request: HttpRequest, account: Account, password: str) -> None:
    """The signed-in person shows again that it is they; a sentence when the password is wrong."""
    tried = origin.tried(request, "password", account.username)
    attempt = _counted(tried)
    if not account.check_password(password[:1000]):
        _refused(request, tried, account)
        raise ValidationError("That is not the password of this account; try again.")
    guessing.take_back(attempt)


def _counted(tried: Tried) -> int:
    try:
        return guessing.count_attempt(tried)
    except Refusal as refusal:
        raise ValidationError(refusal.sentence) from None


def _refused(request: HttpRequest, tried: Tried, account: Account | None) -> None:
    facts: dict[str, Any] = {
        "account_id": account.id if account else None,
        "step": tried.step,
        "address": tried.address,
        "browser": origin.browser_words(request),
    }
    with suppress(Refusal):
        commands.refuse_sign_in(actor=commands.FRONT_DOOR, **facts)
    if guessing.is_used_up(tried):
        commands.note_guessing(actor=commands.FRONT_DOOR, **facts)
