"""Action cards and planned events over HTTP."""

from ninja import Router

from lineside.procedures.api.cards import router as cards
from lineside.procedures.api.events import router as events

router = Router(tags=["procedures"])
router.add_router("", cards)
router.add_router("", events)
