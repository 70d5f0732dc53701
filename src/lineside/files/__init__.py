"""Files: the bytes that came with a contact or were made here, kept by their SHA-256.

Owns attachments: name, type, size, digest, scan state. Bytes are written and flushed to disk before the row that names
them is committed, so a row never points at nothing. Announces FileStored. It does not know what a file is for, and no
scanner is connected yet: everything is held as *not scanned*.
"""
