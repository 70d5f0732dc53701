"""The API of accounts, API clients and what is set about sign-in."""

from ninja import Router

from lineside.access.api import accounts, clients

router = Router()
router.add_router("", accounts.router)
router.add_router("", clients.router)
