"""Things to be sent at a time: in order, by a few hands, again and again while the other side is away."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger("lineside.simulator")
HANDS = 4
LONGEST_WAIT = 30.0


class TryLater(Exception):
    """The other side is away or too busy; the same errand is done again with the same key."""


class Errands:
    """A queue by time. An errand that cannot be done now comes back later and later, but always comes back."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.done = self.failed = self.again = self._in_hand = 0
        self._queue: list[tuple[float, int, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._hands = [threading.Thread(target=self._work, daemon=True) for _ in range(HANDS)]
        for hand in self._hands:
            hand.start()

    def __len__(self) -> int:
        return len(self._queue)

    def at(self, moment: float, errand: Callable[[], None], tries: int = 0) -> None:
        """Do it at this moment of `time.monotonic()`."""
        with self._changed:
            heapq.heappush(self._queue, (moment, next(self._order), tries, errand))
            self._changed.notify()

    def drain(self, moment: float, seconds: float) -> bool:
        """Wait, for so long at the most, until all that was due at that moment is done; whether it is."""
        limit = time.monotonic() + seconds
        while not self.stop.is_set() and time.monotonic() < limit:
            with self._changed:
                # What is tried again was due before.
                if not self._in_hand and not any(due <= moment or tries for due, _, tries, _ in self._queue):
                    return True
            self.stop.wait(0.1)
        return False

    def close(self) -> None:
        self.stop.set()
        with self._changed:
            self._changed.notify_all()
        for hand in self._hands:
            hand.join(5)

    def _next(self) -> tuple[int, Callable[[], None]] | None:
        with self._changed:
            while not self.stop.is_set():
                left = self._queue[0][0] - time.monotonic() if self._queue else 1.0
                if self._queue and left <= 0:
                    _, _, tries, errand = heapq.heappop(self._queue)
                    self._in_hand += 1
                    return tries, errand
                self._changed.wait(min(max(left, 0.0), 1.0))
        return None

    def _work(self) -> None:
        while (found := self._next()) is not None:
            tries, errand = found
            try:
                errand()
                self.done += 1
            except TryLater as why:
                self.again += 1
                wait = min(0.5 * 2**tries, LONGEST_WAIT)
                if tries == 0:
                    log.warning("Trying again in %.1f s: %s", wait, why)
                self.at(time.monotonic() + wait, errand, tries + 1)
            except Exception as why:  # noqa: BLE001 - one errand's fault must not stop the others
                self.failed += 1
                log.warning("An errand was given up: %s: %s", type(why).__name__, why)
            finally:
                with self._changed:
                    self._in_hand -= 1
