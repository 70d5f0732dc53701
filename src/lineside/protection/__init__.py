"""Line protection: what the railway was asked to do for people on the line, and who must be clear before it ends.

Owns each request from being asked until the line is given back, who was told of it, the word of every party that all
persons are clear, accepted risks, and the clocks and classification of a fatality. Announces ProtectionChanged and
FatalityChanged. It does not know units: the room that sends them lists them on the log, and everybody who was listed
while a protection was in force is a party to it. It asks nobody by itself: a person rings control and records it.
"""
