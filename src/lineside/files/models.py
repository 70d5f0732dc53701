"""Attachments; their bytes lie in the file store under their digest."""

from django.db import models

from lineside.kernel.models import Record


class Attachment(Record):
    """One file as it came: two that hold the same bytes share them and keep their own names."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=130)
    size = models.BigIntegerField()
    scan_state = models.CharField(max_length=20, default="not_scanned")

    def __str__(self) -> str:
        return self.name
