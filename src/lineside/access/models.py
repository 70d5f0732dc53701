"""Accounts, sittings and API clients."""

from typing import Any, ClassVar

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from lineside.access.rules.roles import role_labels
from lineside.kernel.actors import STANDING
from lineside.kernel.clock import now
from lineside.kernel.models import Record


class Accounts(BaseUserManager["Account"]):
    """How an account is found by what was typed."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=(username or "").strip().lower())


class Account(Record, AbstractBaseUser):
    """Someone who may sign in. `stamp` changes with the rights and ends the streams that were opened before."""

    last_login = None  # Django writes it outside a command; `last_signed_in_at` is ours
    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120)
    roles = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    locked_why = models.CharField(max_length=500, blank=True)
    stamp = models.PositiveIntegerField(default=0)
    # Only within this time, which a one-use link opens, may a second step be set up.
    may_enrol_until = models.DateTimeField(null=True)
    password_set_at = models.DateTimeField(null=True)
    last_signed_in_at = models.DateTimeField(null=True)

    objects = Accounts()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "account"

    def __str__(self) -> str:
        return self.display_name

    @property
    def role_label(self) -> str:
        """What the person is, in the words of the table of roles."""
        return ", ".join(role_labels().get(role, role) for role in self.roles)

    def check_password(self, raw_password: str | None) -> bool:
        """Without Django's rehash in passing, which would write outside a command."""
        return check_password(raw_password, self.password)


class Sitting(AbstractBaseSession):
    """A signed-in session at one browser."""

    account_id = models.UUIDField(null=True, db_index=True)
    is_locked = models.BooleanField(default=False)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    locks_at = models.DateTimeField(null=True)  # without a touch until then
    address = models.CharField(max_length=60, blank=True)
    browser = models.CharField(max_length=120, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        db_table = "access_sitting"

    @classmethod
    def get_session_store_class(cls) -> Any:  # noqa: ANN401 - Django's own type is not exported
        from lineside.access.sessions import SessionStore  # noqa: PLC0415 - the store knows this model

        return SessionStore


class ApiClient(Record):
    """Another system, or one of our own gateways from outside: a key kept only as its hash, and what it may do."""

    name = models.CharField(max_length=120, unique=True)
    prefix = models.CharField(max_length=12, unique=True)
    key_sha256 = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    revoked_at = models.DateTimeField(null=True)

    shown_key = ""  # on the answer of the command that made it, and nowhere else

    def __str__(self) -> str:
        return self.name


# The stamp of a client is its version: a new key, other scopes and a revocation all change it.
STANDING["client"] = "SELECT true FROM access_apiclient WHERE id = $1 AND version = $2 AND revoked_at IS NULL"


class ClientUse(models.Model):
    """When a key was last used, to the minute; like a sitting no record, or every call would be a command."""

    client_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    address = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.client_id} {self.at}"


class Attempt(models.Model):
    """A password or code that was tried and has not been found right; forgotten after a day."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=now, db_index=True)
    step = models.CharField(max_length=12)
    account = models.CharField(max_length=64, db_index=True)  # a hash: people type passwords into the wrong box
    browser = models.CharField(max_length=40, blank=True, db_index=True)
    address = models.CharField(max_length=60, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.step} {self.at}"


class SignInLink(Record):
    """A one-use link: into a demonstration's account, or for somebody to set their own password."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    token_sha256 = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=10, default="demo")  # demo | enrol
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    shown_token = ""  # on the answer of the command that made it, and nowhere else

    def __str__(self) -> str:
        return f"link of {self.account_id}"
