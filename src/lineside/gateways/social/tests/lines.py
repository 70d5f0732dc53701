"""The contract's view of a platform that we ask: what was read past is acknowledged."""

from abc import ABC, abstractmethod

from django.db import DatabaseError

from lineside.gateways.social.queries import read_up_to
from lineside.gateways.tests.failing import failing_at_commit


class ReadLine(ABC):
    @abstractmethod
    def post(self, key):
        """Somebody writes."""

    @abstractmethod
    def tell_again(self, told):
        """The platform's list has it once more."""

    @abstractmethod
    def newest(self):
        """The cursor of the newest in the platform's list."""

    def __init__(self, peer, own):
        self.peer, self.own, self.posts = peer, own, {}

    def offer(self, key):
        if key in self.posts:
            self.tell_again(self.posts[key])
        else:
            self.posts[key] = self.post(key)
        return self.read()

    def database_away(self):
        return failing_at_commit()

    def read(self):
        try:
            self.own.catch_up()
        except DatabaseError:
            return False
        return read_up_to(self.own.stream) == self.newest()
