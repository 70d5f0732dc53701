"""Contacts over HTTP."""

from lineside.contacts.api.contacts import router

__all__ = ["router"]
