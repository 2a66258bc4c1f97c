"""What the office has to look at: work of phones that was not applied and that its owner alone cannot mend, or that
was applied although somebody should know.

Refusals that their owner can mend stand on their own phone; from here they are only told as an event.
"""
