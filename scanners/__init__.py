"""What a code on a box means. Pure; the TypeScript twins stand beside the Python files.

`label.read(text, symbology, year=…)` is the front door: it answers with a `Label`, an `Unreadable` or an
`Ambiguous` (`answer.py`) and raises nothing. It asks, in this order, `house_label` (our own labels), `udi`
(MA, AHM), `hibc`, `digital_link`, `trace_code`, `gtin` and `gs1`, which stand on `identifiers` (the table of
GS1 application identifiers), `components`, `dates` and `check_digits`. `image` turns a photo into texts,
`draw` turns fields into a label. Both tongues are held to `vectors/*.json`.
"""
