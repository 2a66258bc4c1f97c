"""DingTalk (钉钉): one group robot, signed with its secret; the same message id may be sent again after a time-out."""
