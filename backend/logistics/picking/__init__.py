"""Picking: lines confirmed by scans, undone, given another lot for a reason, or closed as short or broken.

The server parses each scan itself. What was typed needs a reason and is shown at the re-check; expiry and holds are
asked again at every pick (GSP: nothing expired or stopped leaves the shelf).
"""
