"""What the switch's plan asks on its line, and how it is answered. Pure: no socket, no database.

The plan says `UserEvent(LinesideAsks,…)` and looks for a second whether the variable of that question has been set.
Each question has a variable of its own, so that an answer which comes too late is none to the next.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lineside.gateways.telephony.calls import plain
from lineside.gateways.telephony.protocol import Message, action

ASKS = "LinesideAsks"
VARIABLE = "LINESIDE_SAID_"
EVERYBODY = "everybody"
ANSWERED_WITHIN = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One question of one call: its round, and how the telephone that was rung before it ended."""

    channel: str
    call_id: str
    round: str
    how: str
    key: str = ""


class Promptness:
    """Whether a question was heard when it was asked; one that lay in the line has been decided by the plan itself.

    The clocks of two machines differ, so lateness is against the quickest message heard.
    """

    def __init__(self) -> None:
        self._quickest: timedelta | None = None

    def is_prompt(self, message: Message, heard_at: datetime) -> bool:
        try:
            took = heard_at - datetime.fromtimestamp(float(message.get("Timestamp")), UTC)
        except (ValueError, OverflowError, OSError):
            return True  # a switch without stamps: the answer is late at worst, and then the plan does not look at it
        self._quickest = took if self._quickest is None else min(took, self._quickest)
        return took - self._quickest < ANSWERED_WITHIN


def asked_by(message: Message) -> Asked | None:
    if message.event != "UserEvent" or message.get("UserEvent") != ASKS:
        return None
    channel, call, number = message.get("Channel"), message.get("Uniqueid"), message.get("Round")
    if not channel or not call or not (number.isascii() and number.isdigit() and len(number) < 6):  # noqa: PLR2004
        return None
    how, key = plain(message.get("How"), 20), plain(message.get("Key"), 1)
    return Asked(channel=channel, call_id=plain(call), round=number, how=how, key=key)


def answer_to(asked: Asked, said: str) -> bytes:
    return action("Setvar", Channel=asked.channel, Variable=f"{VARIABLE}{asked.round}", Value=said)
