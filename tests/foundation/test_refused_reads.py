"""A read that is refused: its sentence, its name, and whether asking again may help."""

from backend.foundation.graphql.fields import refused
from backend.foundation.perform import Busy
from backend.foundation.permission import NotFound


def test_a_refused_read_says_its_name_and_again_only_where_a_later_answer_may_differ():
    final, waiting = refused(NotFound("order"), "zh"), refused(Busy(), "zh")

    assert (final.message, final.extensions) == (
        "没有找到，或不在你的可见范围内。",
        {"kind": "order", "code": "NotFound"},
    )
    assert waiting.extensions == {"code": "Busy", "again": True}
