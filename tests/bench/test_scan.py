"""A short run of `lotline bench scan`: what it promises holds, at twice the time because test machines are shared."""

from bench.scan.photos import large_photos
from bench.scan.pictures import suite
from bench.scan.speed import labels_per_second, labels_per_second_in_typescript


def test_large_photos_are_read_without_looking_at_every_pixel():
    found = large_photos(6)

    assert (found.read, found.wrong) == (6, 0)
    assert found.several_read == found.several == 2
    assert found.median_ms <= 200
    assert found.p95_ms <= 800


def test_each_damage_leaves_us_and_a_phone_at_least_what_the_bare_engines_read_and_nothing_wrong():
    rows = suite(3)

    assert len(rows) == 13
    for row in rows:
        assert row.wrong == 0, row
        assert row.ours >= row.either, row
        assert row.phone_wrong == 0, row
        assert row.phone is not None
        assert row.phone >= row.either, row
    assert sum(row.ours for row in rows) >= 35
    assert sum(row.phone or 0 for row in rows) >= 35


def test_both_tongues_read_as_fast_as_a_scanning_gate_needs():
    assert labels_per_second(0.3) >= 15_000
    in_typescript = labels_per_second_in_typescript(0.3)
    assert in_typescript is not None
    assert in_typescript >= 50_000
