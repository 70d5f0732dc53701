"""What the platforms say, as facts; pure."""

from lineside.gateways.social.protocol.posts import Gone, Medium, Post, Unreadable
from lineside.gateways.social.protocol.reading import read_delivery, read_post

__all__ = ["Gone", "Medium", "Post", "Unreadable", "read_delivery", "read_post"]
