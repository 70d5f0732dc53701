"""Action cards and planned events over HTTP."""

from ninja import Router

from lineside.procedures.api.cards import router as cards

router = Router(tags=["procedures"])
router.add_router("", cards)
