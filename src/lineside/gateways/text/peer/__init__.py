"""The other side of the text gateway: a message centre that speaks SMPP, handsets, and a stand-in for GOV.UK Notify."""

from lineside.gateways.text.peer.centre import Centre, Delivery
from lineside.gateways.text.peer.handset import Handset, HandsetRefused
from lineside.gateways.text.peer.notify import KEY, TEMPLATE, NotifyPeer
from lineside.gateways.text.peer.server import CentreServer

__all__ = ["KEY", "TEMPLATE", "Centre", "CentreServer", "Delivery", "Handset", "HandsetRefused", "NotifyPeer"]
