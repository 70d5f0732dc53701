"""The TETRA gateway: hears states, texts, positions and emergencies from radios, and carries texts to them.

It speaks the interface of a terminal (PEI, EN 300 392-5), or of whatever speaks that for a line dispatcher.
Owns what was heard, byte for byte, and each way that a text to a unit took. It stuns no radio: orders to stop one go
through the gateway `radio`. Tried with our own peer alone, since the control-room interface of the network is closed.
"""
