from functools import lru_cache, cache
calls=[]
@lru_cache
def f(x):
    calls.append(x); return x
print(f(1), f(True), f(1.0), f('a'), f(2), f(2), f(False), f(0), f(0.0), f(-0.0))
print(calls)
calls.clear()
@lru_cache
def g(x, y=1):
    calls.append((x,y)); return x,y
print(g(1,2), g(1.0,2), g(True,2), g(1,y=2), g(x=1,y=2), g(y=2,x=1), g(1), g(1.0), g(True))
print(calls)
print(f.cache_info(), g.cache_info())
@lru_cache(typed=True)
def h(x): 
    calls.append(x); return x
calls.clear()
h(1); h(1.0); h(True); h((1,)); h((1.0,))
print(calls)
class I(int): pass
calls.clear()
f(I(7)); f(7); f(7.0)
print(calls)
import itertools
for x in ('a', None, [], int):
    try: print(itertools.count(x))
    except TypeError as e: print(e)
    try: itertools.count(1, x)
    except TypeError as e: print(e)
print(next(itertools.count(True)), next(itertools.count(1.5)))
