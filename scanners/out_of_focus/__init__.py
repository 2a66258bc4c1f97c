"""EAN-13 and UPC-A so far out of focus that bars run into each other: no edges are left, but grey levels are.

Instead of looking for bars, the grey levels are explained: which of the codes that exist, seen through a lens
out of focus, gives this profile? (Maximum-likelihood sequence estimation, as in modems.)
"""
