"""Exchanges: how a gateway asks a system whose interface is closed, by HTTP and one file of names.

Owns no table. It holds the canonical object of an incident that two agencies share, and reads XML from outside within
bounds. It bounds what is read in size and in time, so that no other side holds a gateway up, and never quotes an
address, which holds a secret. What a question or an answer means is the gateway's own.
"""
