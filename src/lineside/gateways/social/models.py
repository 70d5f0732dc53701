"""How far each account was read, and which version of which post was kept."""

from django.db import models

from lineside.kernel.models import Record


class ReadingPlace(Record):
    """Everything up to `cursor`, which is the platform's own, is committed."""

    stream = models.CharField(max_length=200, unique=True)
    cursor = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.stream} {self.cursor}"


class KeptPost(Record):
    """One version of one post, with what leads from it to its message."""

    account = models.CharField(max_length=120)
    key = models.CharField(max_length=300)
    edition = models.CharField(max_length=60, blank=True)  # when it was edited; empty as it first came
    address = models.CharField(max_length=500, db_index=True)
    box = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key", "edition"], name="social_edition_once")]

    def __str__(self) -> str:
        return f"{self.account} {self.key} {self.edition}"
