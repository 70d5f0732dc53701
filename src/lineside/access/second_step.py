"""The six figures: right once, within a step of the clock to either side."""

import base64

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.crypto import constant_time_compare

from lineside.access.models import Account
from lineside.kernel.clock import now

USED = "used_counter"
EITHER_SIDE = 1  # RFC 6238, 5.2: one step for the network and for slow fingers


def right_counter(secret: str, code: str, after: int = -1) -> int | None:
    """The step of the clock that the code belongs to, if it is one that has not been used: later than `after`."""
    plain = "".join(code.split())
    here = int(now().timestamp()) // app_settings.TOTP_PERIOD
    found = None
    for counter in range(here - EITHER_SIDE, here + EITHER_SIDE + 1):
        if constant_time_compare(format_hotp_value(hotp_value(secret, counter)), plain) and counter > after:
            found = counter
    return found


@transaction.atomic
def accept_code(account: Account, code: str) -> Authenticator | None:
    """The authenticator or the recovery code that this is, used up by being accepted; None when it is neither."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    held = {each.type: each for each in Authenticator.objects.select_for_update().filter(user=account, type__in=kinds)}
    totp = held.get(Authenticator.Type.TOTP)
    if totp is None:
        return None
    counter = right_counter(decrypt(totp.data["secret"]), code, int(totp.data.get(USED, -1)))
    if counter is not None:
        totp.data[USED] = counter
        totp.save(update_fields=["data"])
        return totp
    codes = held.get(Authenticator.Type.RECOVERY_CODES)
    return codes if codes is not None and codes.wrap().validate_code(code) else None


def in_fours(secret: str) -> str:
    """The secret as a person can read it off the screen and type it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def picture(account: Account, secret: str) -> str:
    """The QR code as an image that the page carries in itself; nothing is fetched from anywhere."""
    drawn: str = get_adapter().build_totp_svg(get_adapter().build_totp_url(account, secret))
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
