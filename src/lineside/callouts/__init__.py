"""Calls out: whom we rang, for which contact or incident, and what became of it.

Owns each call that somebody at a desk asked for, from the asking to its outcome. Each is a contact of its own, and one
for an incident stands in its log. Announces CallOutChanged. It does not know how a switch dials: a gateway claims a
call once and tells what it hears; a call that was claimed is never dialled again.
"""
