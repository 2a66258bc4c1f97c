"""Delivery notes (随货同行单) and pick lists: numbered and worded when the re-check is signed, drawn just after.

What the note says is kept with the outbound as data, in the signature's own transaction; the PDF is drawn from that
and from nothing else. Nothing is handed over before it is there. See decisions/0008-notes-are-drawn-after-signing.md.
"""
