"""Call-backs: victims and witnesses who are rung for more, or asked how well they were treated.

Owns each call-back with who, why and by when, its attempts and answers, and who wants no more such calls, for good.
Announces CallBackChanged. It places every call by `callouts`, which holds safe contact, and takes the words that a
machine may hear from `witnesses`. It does not know how well contacts were handled; `quality` judges that.
"""
