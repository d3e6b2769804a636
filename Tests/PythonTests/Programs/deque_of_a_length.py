import collections
for m in [-1, 'a', 1.5, True, 0]:
    try:
        print(collections.deque([1, 2, 3], m), collections.deque([1, 2, 3], maxlen=m).maxlen)
    except Exception as e:
        print(type(e).__name__, e)
