"""Files: the bytes that came with a contact or were made here, kept by their SHA-256.

Owns attachments: name, type, size, digest, scan state. Bytes are written and flushed to disk before the row that names
them is committed, so a row never points at nothing. Announces FileStored, FileScanned and QuarantineReviewed. What a
scanner finds is written here by its gateway; until then a file is *not scanned*. It does not know what a file is for.
"""
