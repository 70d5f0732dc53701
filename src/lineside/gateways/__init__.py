"""Gateways: each speaks one outside system's protocol and knows no rule of the trade.

A gateway is a small room of its own shape: `protocol` (bytes to facts, pure), `inbound` (calls commands), `outbound`,
`run` (the loop) and `peer` (a simulator of the other side). They know nothing of each other, and each keeps the
contract in `tests/contract.py`.
"""
