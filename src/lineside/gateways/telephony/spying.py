"""A supervisor on a call, on the line of a switch: what is asked of it, and what its words tell. Pure.

Asterisk's ChanSpy runs on the supervisor's own telephone once it is picked up, and finds the handler's channel by how
its name begins. The dash closes that beginning: without it 201 would find 2010 as well. Its options (Asterisk's
documentation of ChanSpy): b only a call on which two speak, q without a beep, E over when that call is, S over when
there is none; w whisper to the handler alone, B barge. Never d: modes would change by keys, with nobody told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from lineside.gateways.telephony.calls import plain
from lineside.gateways.telephony.outgoing import OURS_RINGS_MS, Placing, Told
from lineside.gateways.telephony.protocol import MARK, Message, action

EAR = f"{MARK}ear-"
OFF = "off-"  # begins the name of the asking that takes one off again
APPLICATION, OPTIONS = "ChanSpy", {"listen": "bqES", "whisper": "bqESw", "barge": "bqESB"}
DIALLING, PICKED_UP, UP, GONE = "dialling", "picked_up", "up", "gone"
NO_SUCH = "The switch knows no such call any more."


@dataclass(slots=True)
class Spying:
    """The channels of supervisors that are on the switch, by the name that we gave them."""

    open: dict[str, str] = field(default_factory=dict)  # channel's unique id -> where it stands
    called: dict[str, str] = field(default_factory=dict)  # channel's unique id -> what the switch calls it
    taken_off: set[str] = field(default_factory=set)

    def found(self, row: Message) -> str:
        """One that is there when the line is back; its state."""
        name = row.get("Uniqueid")
        self.open[name] = UP if row.get("Application") == APPLICATION else DIALLING
        self.called[name] = row.get("Channel")
        return self.open[name]

    def take(self, message: Message) -> Iterator[Told]:
        name = ear_of(message)
        key = key_of_ear(name)
        if key is None or name not in self.open:
            return
        if message.get("Channel") and message.get("Uniqueid") == name:
            self.called[name] = message.get("Channel")
        for told in self._read(message, key, name):
            if told.state == "ended":
                self.forget([name])
            yield told

    def forget(self, names: Iterable[str]) -> None:
        for name in list(names):
            self.open.pop(name, None)
            self.called.pop(name, None)
            self.taken_off.discard(name)

    def there(self) -> list[str]:
        """Those that can be taken off.

        The switch makes a channel some time after it was asked to: hung up before that, it would be missed, and the
        telephone would ring all the same, with nobody shown who listens.
        """
        seen = [name for name, stands in self.open.items() if name in self.called or stands != DIALLING]
        return [name for name in seen if name not in self.taken_off]

    def off(self, name: str) -> bytes:
        """Hang up the supervisor's own channel, and no other: the call itself goes on."""
        self.taken_off.add(name)
        return action("Hangup", f"{OFF}{name}", Channel=self.called.get(name, name))

    def _read(self, message: Message, key: UUID, name: str) -> Iterator[Told]:
        if message.event == "" and message.get("Response").lower() == "error":
            if message.get("ActionID").startswith(OFF):
                yield Told(key=key, state="ended", outcome="unknown", says=NO_SUCH)
            else:
                why = f"The switch refused it: {plain(message.get('Message'), 200)}."
                yield Told(key=key, state="ended", outcome="not_dialled", says=why)
        elif message.event == "OriginateResponse":
            yield from self._picked_up(message, key, name)
        elif message.event == "ChanSpyStart":
            self.open[name] = UP
            yield Told(key=key, state="up")
        elif message.event == "Hangup":
            yield from self._hung_up(key, name)

    def _picked_up(self, message: Message, key: UUID, name: str) -> Iterator[Told]:
        """The answer to our asking comes from another thread of the switch, so it may come after the end."""
        if message.get("Response").lower() != "success":
            yield Told(key=key, state="ended", outcome="given_up" if name in self.taken_off else "not_picked_up")
        elif self.open[name] == GONE:
            yield Told(key=key, state="ended", outcome="nothing_to_hear")
        elif self.open[name] == DIALLING:
            self.open[name] = PICKED_UP

    def _hung_up(self, key: UUID, name: str) -> Iterator[Told]:
        stood = self.open[name]
        if stood == DIALLING and name not in self.taken_off:
            self.open[name] = GONE  # not picked up, or picked up and no call was there: the answer tells which
            return
        ended = "listened" if stood == UP else "given_up" if name in self.taken_off else "nothing_to_hear"
        yield Told(key=key, state="ended", outcome=ended)


def name_of(key: UUID) -> str:
    return f"{EAR}{key}"


def key_of_ear(name: str) -> UUID | None:
    try:
        return UUID(name.removeprefix(EAR)) if name.startswith(EAR) else None
    except ValueError:
        return None


def ear_of(message: Message) -> str:
    """The channel of ours that a message is about."""
    asked = message.get("ActionID").removeprefix(OFF)
    names = (message.get("Uniqueid"), message.get("SpyerUniqueid"), asked)
    return next((name for name in names if name.startswith(EAR)), "")


def spy(placing: Placing, key: UUID, *, own: str, theirs: str, mode: str) -> bytes:
    """Our own telephone first; the channel bears the key, so that the switch itself refuses the same a second time."""
    name = name_of(key)
    begins = placing.telephones.replace("{telephone}", theirs)
    return action(
        "Originate",
        name,
        Channel=placing.telephones.replace("{telephone}", own),
        Application=APPLICATION,
        Data=f"{begins}-,{OPTIONS[mode]}",
        Timeout=str(OURS_RINGS_MS),
        Async="true",
        ChannelId=name,
    )
