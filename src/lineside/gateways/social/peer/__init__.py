"""The other side: small servers in the place of each platform, for tests and the demonstration."""

from lineside.gateways.social.peer.mastodon import HANDLE, TOKEN, MastodonPeer

__all__ = ["HANDLE", "TOKEN", "MastodonPeer"]
