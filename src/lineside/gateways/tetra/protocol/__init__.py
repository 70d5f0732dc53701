"""What TETRA says on the wire, read and written purely: positions, short data, and a terminal's words."""

from lineside.gateways.tetra.protocol.bits import Malformed

__all__ = ["Malformed"]
