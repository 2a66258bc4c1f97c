"""Notices: what awaits a person, told once per cause and person, in the app's inbox.

Features say what happened (a kind and plain facts); pages and robots put it into words. Told by reactions to events, so
after the commit and never for something that was rolled back.
"""
