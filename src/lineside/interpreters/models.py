"""Requests to the telephone interpreter, and the language of a statement."""

from django.db import models

from lineside.kernel.models import Record


class InterpreterRequest(Record):
    """One request: who was asked, when the interpreter was on the call, when it ended and how."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="interpreters")
    language = models.CharField(max_length=8)
    provider = models.CharField(max_length=12)
    words = models.CharField(max_length=601, blank=True)  # what was said when it was asked for, and at its end
    their_reference = models.CharField(max_length=80, blank=True)  # the provider's number of the job or interpreter
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    tables_on = models.DateField()  # the day whose editions its codes are of
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "request for an interpreter"
        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=models.Q(ended_at=None), name="interpreters_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.outcome}"


class StatementLanguage(Record):
    """In which language the person of this contact gives a statement; the last said stands, each change is audited."""

    contact = models.OneToOneField("contacts.Contact", on_delete=models.PROTECT, related_name="statement_language")
    language = models.CharField(max_length=8)
    tables_on = models.DateField()
    by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.language
