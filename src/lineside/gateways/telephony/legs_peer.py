"""A call as the switch to test against sees it: its two channels, and how they are told."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(slots=True)
class Ringing:
    """A call as the switch sees it: the caller's channel and the telephone that took it."""

    unique: str
    number: str
    dialled: str
    name: str
    start: float
    answer: float | None = None
    telephone: str = "desk1"  # the one of ours that was picked up
    went: int = 0  # how often it was moved to another
    is_away: bool = False  # on its way to another telephone, and with nobody

    @property
    def channel(self) -> str:
        return f"PJSIP/trunk-{self.unique.partition('.')[2]:0>8}"

    def fields(self, state: str) -> dict[str, str]:
        return {
            "Channel": self.channel,
            "ChannelStateDesc": state,
            "CallerIDNum": self.number,
            "CallerIDName": self.name or "<unknown>",
            "Exten": self.dialled,
            "Context": "from-outside",
            "Uniqueid": self.unique,
            "Linkedid": self.unique,
        }

    def agent(self) -> dict[str, str]:
        desk = f"{self.unique}9{self.went or ''}"
        channel = f"PJSIP/{self.telephone}-{desk.partition('.')[2]:0>8}"
        return {
            **self.fields("Up"),
            "Channel": channel,
            "Uniqueid": desk,
            "CallerIDNum": self.telephone,
            "Context": "desks",
        }


def sides_of(call: Ringing) -> list[dict[str, str]]:
    return [call.fields("Up"), call.agent()] if call.answer and not call.is_away else [call.fields("Ring")]


def stamp(moment: float | None) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S") if moment else ""
