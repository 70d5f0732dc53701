"""The demand simulator: the public, the railway, the switch and the officers, seen from outside.

A separate process that speaks the real protocols: mail by SMTP, texts by SMPP through a network's message centre, call
events and officers' states over HTTP. The same seed, profile and beginning give the same stream. Imports no room but
the handsets of the text gateway's peer; knows only addresses and an API key.
"""
