"""How far each folder of an IMAP server has been taken in."""

from django.db import models

from lineside.kernel.models import Record


class ImapFolder(Record):
    """Every message up to `last_uid` is committed. A folder that was made anew has another UIDVALIDITY and row."""

    account = models.CharField(max_length=300)
    folder = models.CharField(max_length=200)
    uidvalidity = models.BigIntegerField()
    last_uid = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "folder", "uidvalidity"], name="one_row_a_folder_made")
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.folder} {self.last_uid}"
