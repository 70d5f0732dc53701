"""Switchboard: what the telephone switch is told about a call that waits.

Owns whom the switch rang for which call, the offers to ring a caller back, which call was passed on to whose
telephone, and which supervisor was on whose call, which is never hidden from whoever is listened to. Announces RungAt,
OfferChanged, MoveChanged and ListeningChanged; reacts to CallOutChanged. The order is the queue's, the contact is of
contacts and the ringing of callouts; how soon somebody else is rung, and who is offered what, are dated tables. It does
not know how a switch asks: a gateway asks for it. A switch that gets no answer goes by its own plan, so nothing here is
needed for a telephone to ring.
"""
