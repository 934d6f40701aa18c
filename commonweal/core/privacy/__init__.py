"""Every model says here whose data it holds, why, for how long, and how it is given and erased.

`declaring` is what apps use; `registry` is the list; `people` says who a request is about.
"""
