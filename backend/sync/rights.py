"""Rights over the work that phones hand in."""

from backend.foundation.permission import Right

SYNC_ATTEND = Right(
    "sync.attend",
    "处理手机提交的待办",
    "attend to work that phones handed in",
    posts=("administrator", "salesManager", "director", "qualityHead"),
)
