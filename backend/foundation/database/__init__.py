"""PostgreSQL as the product needs it: started from a wheel when none is given, with roles that do no harm.

`embedded.py` starts and stops a server on a data folder, `roles.py` makes the database and its three roles
and refuses to work as a mighty one. `LOTLINE_DATABASE_URL` (settings.py) wins over both: then nothing here
starts anything.
"""
