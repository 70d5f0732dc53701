"""The API of units: what the desks and the officers' page do, and what plays or carries the radio says."""

from ninja import Router

from lineside.dispatch.api import crews, own, recommending, telling, vehicles

__all__ = ["router"]

router = Router()
for part in (crews, telling, recommending, own, vehicles):
    router.add_router("", part.router)  # that of crews has the operations of units as well
