"""The HTTP door: what a request may carry, how a document is admitted, what a failure may say.

A request is refused at the cheapest place that can tell: headers, body size, shape, digest, tokens, cost,
validation; only then is anything executed. Nothing here knows what the business does.
"""
