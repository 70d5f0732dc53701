"""Victims' rights over HTTP."""

from ninja import Router

from lineside.victims.api import deeds, letters, of_crime, reading

router = Router(tags=["victims"])
router.add_router("", reading.router)
router.add_router("", of_crime.router)
router.add_router("", deeds.router)
router.add_router("", letters.router)
