"""The rail feeds gateway: hears TRUST's movements and Darwin's Push Port over STOMP 1.2, one line for each.

A frame is acknowledged after what it told is committed, so what the broker holds for our durable subscription is never
lost and a repeat is harmless. Owns no table: trains keeps what was told and the bytes. It has been tried with our own
peer alone. It knows not what a train does, nor who asks.
"""
