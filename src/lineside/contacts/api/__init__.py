"""Contacts over HTTP."""

from lineside.contacts.api import emergency, passing
from lineside.contacts.api.contacts import router

router.add_router("", passing.router)
router.add_router("", emergency.router)

__all__ = ["router"]
