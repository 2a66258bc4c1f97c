"""Group robots: a notice is posted to one DingTalk or WeCom group, with a link to what it is about.

The words are here, because a group has no app to translate for it; the clients of both services stand beside.
"""
