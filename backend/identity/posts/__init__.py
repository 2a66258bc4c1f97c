"""Posts: what people may do, from when until when, and for whom they stand in (GSP Art. 16–21 name the posts).

A person's rights are the union of the rights of the posts they hold at that moment. Nothing is deleted when it ends,
so that work handed in after a day offline is judged by what was allowed when it was done.
"""
