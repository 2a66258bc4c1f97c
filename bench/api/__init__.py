"""`lotline bench api`: the CPU of the real server, PostgreSQL included, beside that of the fastest endpoint by hand.

Both serve the same database, one after the other in short turns of one run, so that whatever else the machine does
meets both. A share is baseline CPU ÷ our CPU: 1.0 would be as cheap, 0.25 four times as dear. The baseline's code
is frozen (`frozen.py`): a figure means something only beside the code that it was measured against.
"""
