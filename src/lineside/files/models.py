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
    scan_says = models.CharField(max_length=300, blank=True, db_default="")
    scanned_at = models.DateTimeField(null=True)
    signatures_at = models.DateTimeField(null=True)  # of what age the scanner's knowledge was
    scanned_stale = models.BooleanField(default=False, db_default=False)
    reviewed_by = models.CharField(max_length=200, blank=True, db_default="")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_how = models.TextField(blank=True, db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="files_to_scan", condition=models.Q(scan_state="not_scanned")),
            models.Index(fields=["id"], name="files_to_scan_again", condition=models.Q(scanned_stale=True)),
            models.Index(fields=["id"], name="files_infected", condition=models.Q(scan_state="infected")),
        ]

    def __str__(self) -> str:
        return self.name
