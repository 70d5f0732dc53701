"""The AML gateway: takes the positions that handsets send over HTTPS while 999 is dialled.

It listens on a port of its own behind the force's proxy, which ends the TLS, and believes only forms signed with the
key agreed upon (HMAC-SHA1). It answers 204 whatever it is sent, as handsets expect, once that is kept: a position by
whereabouts, anything else for a person (of unsigned forms some an hour). Positions sent by text come through the text
gateway. Owns no table.
"""
