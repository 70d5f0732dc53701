"""The telephony gateway: speaks a switch's protocol and turns what it hears into neutral call facts for contacts.

Ways in: Asterisk's Manager Interface (`run`), SIP by Kamailio at the edge (`edge`, with the place that comes in it),
and neutral call events over HTTP (`api`) for any other switch.
Owns no table; a small file under `var/` says when the switch was last heard, so that a gap is known after a crash.
Does not know what a call is about, who may answer it, or what an incident is.
"""
