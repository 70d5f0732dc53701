"""What may be seen of the trail, and taken out of it."""

from enum import StrEnum


class CanAudit(StrEnum):
    READ = "audit.read"
    EXPORT = "audit.export"
    VERIFY = "audit.verify"
    DISCLOSE = "audit.disclose"
