a = []
def f(n):
    a.append(n)
    return n
print('%s %r' % (a, f(1)), '%s %s %%' % (f(2), a), '%5s|%-5s|%.2s' % ('a', 'b', 'cde'), '%d %s' % (f(3), a))
t = (1, 2)
print('%s %s' % t, '%s' % (a,), '%s' % a, '%(x)s' % {'x': 1})
try:
    print('%s %s' % (f(9),))
except TypeError as e:
    print(e, a)
try:
    print('%s' % (1, f(8)))
except TypeError as e:
    print(e, a)
print('100%%' % (), '%r %a' % ('é', 'é'))
