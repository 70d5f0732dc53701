"""Accounts, sittings and API clients."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from lineside.kernel.keys import uuid7
from lineside.kernel.models import Record


class Accounts(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **facts: Any) -> "Account":
        account = Account(username=username, **facts)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Someone who may sign in. `stamp` changes with the roles and ends the streams that were opened before."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120)
    roles = models.JSONField(default=list)
    areas = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    stamp = models.PositiveIntegerField(default=0)

    objects = Accounts()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.display_name


class Sitting(AbstractBaseSession):
    """A signed-in session at one browser."""

    account_id = models.UUIDField(null=True, db_index=True)
    is_locked = models.BooleanField(default=False)

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

    def __str__(self) -> str:
        return self.name


class SignInLink(Record):
    """A one-use link into an account; made only by the demonstration."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    token_sha256 = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of {self.account_id}"
