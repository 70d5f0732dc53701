"""The API of line protection: everything the desks do with it."""

from ninja import Router

from lineside.protection.api import fatalities, protections, risks

__all__ = ["router"]

router = Router()
for part in (protections, risks, fatalities):
    router.add_router("", part.router)
