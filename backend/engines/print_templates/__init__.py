"""Print templates: sheets of paper as plain data, set in HTML and drawn as PDF by WeasyPrint. Knows no domain.

A feature says what stands on its sheet; looks and page breaks are decided here once. Nothing is fetched from
anywhere: a sheet is its own data.
"""
