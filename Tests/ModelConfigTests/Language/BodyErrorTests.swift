import Arrays
import Diagnostics
import LiftedScan
import ProgramIR
import TestSupport
import Testing

@testable import FlaxNames
@testable import ModelConfig

/// Bodies that can't be run, `body  =>  line:column: problem | further words`, places in the body; as
/// `; ` is a new line.
private let table = #"""
  return y  =>  1:8: name 'y' is not defined
  return self.foo  =>  1:13: 'M' object has no attribute 'foo'
  return x.foo  =>  1:10: arrays have no attribute 'foo' that swiftscan knows
  return jnp.tahn(x)  =>  1:12: jnp has no 'tahn' that swiftscan knows | hint: did you mean 'tan'?
  return nn.relus(x)  =>  1:11: nn has no 'relus' that swiftscan knows | hint: did you mean 'relu'?
  return jax.grad(jnp.sum)(x)  =>  1:12: jax.grad is not supported: swiftscan runs models and doesn't differentiate them
  return x + 'a'  =>  1:10: unsupported operand type(s) for +: 'Array' and 'str'
  return x @ x  =>  1:10: dot_general needs equal contracted sizes | got: (2, 3) axis 1 and (2, 3) axis 0
  return jnp.zeros((4, 5)) + x  =>  1:26: shapes can't be broadcast together | got: (4, 5) and (2, 3)
  return jnp.reshape(x, (4, 5))  =>  1:12: reshape keeps the number of elements | got: (2, 3) to (4, 5)
  return jnp.sum(x, axis=2)  =>  1:12: axis 2 is out of range | expected: -2...1 | got: shape (2, 3)
  return jnp.sum(x, axes=0)  =>  1:12: sum() got an unexpected keyword argument 'axes' | expected: sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None, promote_integers=True) | hint: did you mean 'axis'?
  return jnp.softmax(x)  =>  1:12: jnp has no 'softmax' that swiftscan knows | hint: did you mean 'jax.nn.softmax'?
  return lax.sum(x)  =>  1:12: lax has no 'sum' that swiftscan knows | hint: did you mean 'jnp.sum'?
  return jnp.sin(x=x)  =>  1:12: sin() got some positional-only arguments passed as keyword arguments: 'x' | expected: sin(x, /) | hint: leave out 'x='
  return jnp.argsort(x, 0, True)  =>  1:12: argsort() takes from 1 to 2 positional arguments but 3 were given | expected: argsort(a, axis=-1, *, kind=None, order=None, stable=True, descending=False, dtype=None)
  return jnp.clip(x, 0, min=1)  =>  1:12: clip() got multiple values for argument 'min' | expected: clip(arr=None, /, min=None, max=None)
  return jnp.full((2,))  =>  1:12: full() missing 1 required positional argument: 'fill_value' | expected: full(shape, fill_value, dtype=None, *, device=None, out_sharding=None)
  return jnp.searchsorted(x[0], x, sorter=x)  =>  1:12: searchsorted can't be given 'sorter' | hint: leave it out
  return jax.tree.leaves(x, is_leaf=lambda a: True)  =>  1:17: leaves can't be given 'is_leaf' | hint: leave it out
  return x.at[0].get(mode='wrap')  =>  1:16: unknown mode 'wrap' | expected: fill, drop or clip
  return x.sum(axes=0)  =>  1:10: sum() got an unexpected keyword argument 'axes' | expected: sum(axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None, promote_integers=True) | hint: did you mean 'axis'?
  return jnp.sum(x, 0, out=x)  =>  1:12: sum can't be given 'out' | hint: leave it out
  return jnp.concatenate([x, x[0]])  =>  1:12: concatenate takes arrays that differ on axis 0 only | got: float32[2, 3], float32[3]
  return jnp.stack([x, x[0]])  =>  1:12: stack takes arrays of one shape | got: (2, 3) and (3,)
  return jnp.split(x, 2, axis=1)  =>  1:12: an axis splits into equal parts only | got: axis of size 3 into 2
  return jnp.einsum('ij,jk->ik', x, x)  =>  1:12: einsum's operands have different sizes for one letter | got: 3 and 2
  return jnp.where(x > 0)  =>  1:12: where gives a result whose size isn't known while tracing | hint: give size=…, or use jnp.where(condition, a, b)
  return x[x > 0]  =>  1:9: an array can't be indexed with a mask: how many elements it picks isn't known while the model is traced | got: an array bool[2, 3] | hint: use jnp.where(mask, a, b), which keeps the shape
  return x[[0, 1]]  =>  1:9: an array can't be indexed with a list of 2 | hint: make it an array: x[jnp.array([0, 2])]
  return x[0, 0, 0]  =>  1:9: too many indices | expected: at most 2 | got: 3
  return x['a']  =>  1:9: an index is an integer, a slice, None, ... or an array of integers | got: the string 'a'
  return x[..., 0, ...]  =>  1:9: an index can have one '...' only
  return x[::0]  =>  1:9: the step of a slice can't be 0
  return x.at[0]  =>  a model's result must be made of arrays and numbers | got: x.at[…] without what to do there, such as .set(…)
  return x.at[0].put(1)  =>  1:16: x.at[…] has no 'put' | hint: known: add, apply, divide, get, max, min, multiply, power, set, subtract
  return x.at[0].set(jnp.zeros(5))  =>  1:16: the value doesn't fit the indexed part of the array | expected: shape (3,) | got: (5,)
  x[0] = 1; return x  =>  1:1: JAX arrays are immutable and do not support in-place item assignment. | hint: use x = x.at[…].set(…)
  if x.sum() > 0: return x  =>  1:12: a condition can't depend on an array's values | got: an array bool[] | hint: use jnp.where(condition, a, b)
  return x if x[0, 0] > 0 else 2  =>  1:21: a condition can't depend on an array's values | got: an array bool[] | hint: use jnp.where(condition, a, b)
  while x.any(): x = x - 1  =>  1:9: a condition can't depend on an array's values | got: an array bool[] | hint: use jnp.where(condition, a, b)
  while True: pass  =>  1:13: the code takes more than 5000000 steps while the model is traced | hint: does it end?
  for i in range(x.sum()): pass  =>  1:10: 'Array' object cannot be interpreted as an integer
  for i in range(x.sum().astype(int)): pass  =>  1:10: an array's values aren't known while the model is traced | got: an array int32[] | hint: an integer that Python counts or indexes with must be known: a field, a size
  return [1, 2][x.argmax()]  =>  1:14: an array's values aren't known while the model is traced | got: an array int32[] | hint: an integer that Python counts or indexes with must be known: a field, a size
  for i in 3: pass  =>  1:10: 'int' object is not iterable
  return int(x[0, 0])  =>  1:8: an array's values aren't known while the model is traced | got: an array float32[] | hint: compute with the array itself
  return float(x)  =>  1:8: an array's values aren't known while the model is traced | got: an array float32[2, 3] | hint: compute with the array itself
  return x[0, 0] and 1  =>  1:9: a condition can't depend on an array's values | got: an array float32[] | hint: use jnp.where(condition, a, b)
  return not x  =>  1:8: a condition can't depend on an array's values | got: an array float32[2, 3] | hint: use jnp.where(condition, a, b)
  return f'{x:.2f}'  =>  1:11: unsupported format string passed to Array.__format__
  return '%d' % 'a'  =>  1:13: %d format: a real number is required, not str
  return '{}'.format()  =>  1:13: Replacement index 0 out of range for positional args tuple
  return 'a'.joins(['b'])  =>  1:12: 'str' object has no attribute 'joins' | hint: did you mean 'join'?
  a, b = 1, 2, 3  =>  1:1: too many values to unpack (expected 2)
  a, *b = []  =>  1:1: not enough values to unpack (expected at least 1, got 0)
  a = [1, 2]; return a[5]  =>  2:9: list index out of range
  a = {'k': 1}; return a['j']  =>  2:9: there is no key 'j' | hint: did you mean 'k'?
  a = (1, 2); a[0] = 3  =>  2:1: 'tuple' object does not support item assignment
  a = [1]; a.pop(3)  =>  2:3: pop index out of range
  a = {}; a.pop('k')  =>  2:3: there is no key 'k'
  del y  =>  1:5: cannot access local variable 'y' where it is not associated with a value
  nonlocal y  =>  1:1: no binding for nonlocal 'y' found
  raise ValueError(f'rank {x.ndim}')  =>  1:1: rank 2
  raise NotImplementedError  =>  1:1: NotImplementedError
  assert x.ndim == 3, 'three axes'  =>  1:1: an assertion fails: three axes
  assert False  =>  1:1: an assertion fails
  return 1 / 0  =>  1:10: division by zero
  return 2 ** 100  =>  1:10: an integer of more than 64 bits | hint: integers of a model are exact up to 64 bits; use a float: 2.0 ** 100
  return 1 << 70  =>  1:10: an integer of more than 64 bits | hint: integers of a model are exact up to 64 bits; use a float: 2.0 ** 100
  return [1] * 10000000  =>  1:12: a sequence of more than 5000000 items
  return range(100000000)  =>  a model's result must be made of arrays and numbers | got: a 'range' object
  return next(x)  =>  1:8: 'Array' object is not an iterator
  return (lambda a: a)()  =>  1:9: M.__call__.<locals>.<lambda>() missing 1 required positional argument: 'a' | expected: M.__call__.<locals>.<lambda>(a)
  return (lambda a: a)(1, 2)  =>  1:9: M.__call__.<locals>.<lambda>() takes 1 positional argument but 2 were given | expected: M.__call__.<locals>.<lambda>(a)
  return (lambda a: a)(b=1)  =>  1:9: M.__call__.<locals>.<lambda>() got an unexpected keyword argument 'b' | expected: M.__call__.<locals>.<lambda>(a) | hint: did you mean 'a'?
  return sum(3)  =>  1:8: 'int' object is not iterable
  return max([])  =>  1:8: max() arg is an empty sequence
  return len(3)  =>  1:8: object of type 'int' has no len()
  return sorted([1, 'a'])  =>  1:8: '<' not supported between instances of 'str' and 'int'
  return 'nn.tanh'(x)  =>  1:8: 'str' object is not callable | hint: leave off its quotes: nn.tanh
  return 'five'(x)  =>  1:8: 'str' object is not callable
  return x.astype('jnp.bfloat16')  =>  1:10: unknown dtype 'jnp.bfloat16' | hint: leave off the quotes, or write 'bfloat16'
  return x[:, np.arange(2) > 0]  =>  1:9: a mask must have the sizes of the axes it indexes | expected: (3,) | got: (2,)
  return jax.random.key(x)  =>  1:19: the seed of a key must be a scalar integer | got: float32[2, 3]
  return jnp.dot(x, x.T, precision='most')  =>  1:12: unknown precision 'most' | expected: default, high or highest
  return nn.initializers.lecun_normal()(random.key(0), (2, 3), jnp.complex64)  =>  1:24: the initializer lecun_normal makes no complex numbers here | expected: normal, zeros, ones or constant
  return x(1)  =>  1:8: 'Array' object is not callable
  return Dense(x)(x)  =>  1:8: the field 'features' of Dense must be an integer | got: an array float32[2, 3]
  return Dense()(x)  =>  1:8: Dense() missing 1 required positional argument: 'features' | expected: Dense(features, use_bias=True, dtype=None, param_dtype=jnp.float32, precision=None, kernel_init=lecun_normal(), bias_init=zeros_init(), promote_dtype=promote_dtype, dot_general=None, dot_general_cls=None)
  return Dense(3, foo=1)(x)  =>  1:8: Dense() got an unexpected keyword argument 'foo' | expected: Dense(features, use_bias=True, dtype=None, param_dtype=jnp.float32, precision=None, kernel_init=lecun_normal(), bias_init=zeros_init(), promote_dtype=promote_dtype, dot_general=None, dot_general_cls=None)
  return Dense(3)  =>  a model's result must be made of arrays and numbers | got: a module Dense
  return Dense(3, name='a')(Dense(3, name='a')(x))  =>  1:27: the name 'a' is used twice | hint: give one of the two another name with name=
  return Dense(3, name=3)(x)  =>  1:8: the name of a module must be a string | got: 3
  return Dense(3)(x, x)  =>  1:8: Dense takes at most 1 arguments | expected: (inputs) | got: 2 arguments
  self.y = x  =>  1:1: attributes of a module are set in setup only | hint: use a local name, or a variable that keeps its value: self.variable(…)
  self.features = 3  =>  1:1: attributes of a module are set in setup only | hint: use a local name, or a variable that keeps its value: self.variable(…)
  return self.param('w')  =>  1:13: param() missing 1 required positional argument: 'init_fn' | expected: param(name, init_fn, *init_args, unbox=True, **init_kwargs)
  return self.param('w', 3)  =>  1:13: the init_fn of param must be a function | got: 3
  return self.param('w', zeros, (-1,))  =>  1:13: the argument 'shape' has a negative size | got: [-1]
  return self.param('w', lambda: x)  =>  1:13: M.__call__.<locals>.<lambda>() takes 0 positional arguments but 1 was given | expected: M.__call__.<locals>.<lambda>()
  return self.variable('s', 'c').value  =>  1:13: the model's variable isn't there | hint: the collection isn't mutable in init
  return self.variables('s')  =>  1:13: 'dict' object is not callable
  return self.make_rng('dropout', 1)  =>  1:13: make_rng() takes from 0 to 1 positional arguments but 2 were given | expected: make_rng(name='params')
  return type(self).zz(self, x)  =>  1:19: type object 'M' has no attribute 'zz'
  return nn.Dense.__call__(x)  =>  1:17: Dense.__call__ takes a Dense first, not an array float32[2, 3]
  return nn.merge_param('train', None, None)  =>  1:11: the parameter 'train' must be passed to the constructor or at call time
  return nn.merge_param('train', True, False)  =>  1:11: the parameter 'train' was passed to the constructor and at call time | hint: drop one of them
  return nn.remat(type(self), methods=['__call__', 'zz'])  =>  1:11: M has no method 'zz'
  return nn.jit(nn.Dense, methods='__call__')  =>  1:11: methods is a list of names, or maps them to arguments of jit | got: the string '__call__'
  return nn.scan(lambda m, c, r: (c, (c, r)), out_axes=[0, 1])(self, x[0], x)  =>  1:11: out_axes doesn't fit the result after the carry | out_axes is a list of 2, the result a tuple of 2
  return nn.scan(lambda m, c, r: (c, r), in_axes=[0])(self, x[0], x)  =>  1:11: in_axes doesn't fit the arguments after the carry | in_axes is a list of 1, the arguments a tuple of 1 | hint: give an axis, 'broadcast', or a tuple with one of them for each argument
  return nn.vmap(lambda m, r: r, axis_size=4)(self, x)  =>  1:11: axis_size disagrees with a mapped argument | expected: 4 slices | got: 2 | hint: leave out axis_size, or check in_axes
  return nn.map_variables(nn.Dense, 'params')(3)(x)  =>  1:11: the model's variable isn't there | hint: map_variables makes variables with init=self.is_initializing(), and changes them with mutable=True
  return nn.remat(nn.Dense, variables='cache')(3)(x)  =>  1:11: the model's variable isn't there | hint: name 'params' in variables=, which says what is lifted
  return nn.jit(lambda m: m.make_rng('b'), rngs=['a'])(self)  =>  1:27: the module needs random numbers from the stream 'b' | hint: name 'b' in rngs=, which says what is lifted
  return nn.scan(lambda m, c: (c, m.make_rng('b')), length=2)(self, x)  =>  1:35: the module needs random numbers from the stream 'b' | hint: split_rngs must name the stream: {b: true} for a key of each step's own, {b: false} to share one
  return nn.scan(lambda m, c: (c, m.make_rng('b')), length=2, split_rngs={'b': True})(self, x)  =>  1:35: the module needs random numbers from the stream 'b'
  return Dense(3)(x) + Dense(3).clone(features=2)(x)  =>  1:31: the module Dense has no place in the model yet | hint: in setup, assign it to an attribute of self first
  return self.call(x)  =>  1:13: 'M' object has no attribute 'call'
  return lax.scan(lambda c, r: c, x[0], x)  =>  1:12: a scan's body must return a tuple of the next carry and an output | got: an array float32[3] | hint: return carry, None if there is no output
  return lax.scan(lambda c, r: (c[None], None), x[0], x)  =>  1:12: the carry must have the same shapes and dtypes before and after a step | carry[0]: goes in as float32[3], comes out as float32[1, 3] | hint: return a carry of the type that went in, or give the initial carry the type of the one returned
  return lax.scan(lambda c, r: ((c, c), None), x[0], x)  =>  1:12: the carry must have the same structure before and after a step | expected: * | got: (*, *)
  return lax.scan(lambda c, r: (c, None), x[0])  =>  1:12: scan needs xs or a length
  return lax.scan(lambda c, r: (Dense(3)(c), None), x[0], x)  =>  1:31: a module is made inside lax.scan | hint: do it before and use the result inside, or use Flax's own, such as nn.scan
  return lax.fori_loop(0, x, lambda i, c: c, x)  =>  1:12: a loop's bounds must be integers of one type | got: int32*[] and float32[2, 3]
  return lax.while_loop(lambda c: c > 0, lambda c: c, x)  =>  1:12: cond_fun must return a bool scalar | got: bool[2, 3]
  return lax.while_loop(lambda c: c[0].sum() > 0, lambda c: c[0], (x, x))  =>  1:12: body_fun must return what it is given | expected: (*, *) | got: *
  return lax.while_loop(lambda c: c.sum() > 0, lambda c: c[0], x)  =>  1:12: the carry must have the same shapes and dtypes before and after a step | carry[0]: goes in as float32[2, 3], comes out as float32[3] | hint: return a carry of the type that went in, or give the initial carry the type of the one returned
  return nn.while_loop(lambda mdl, c: c, lambda mdl, c: c, self, x)  =>  1:11: cond_fn must return a bool scalar | got: float32[2, 3]
  return nn.while_loop(lambda mdl, c: c.sum() > 0, lambda mdl, c: (c, c), self, x)  =>  1:11: body_fn must return a carry of the structure it is given
  return lax.cond(x[0, 0] > 0, lambda a: a, lambda a: (a, a), x)  =>  1:12: all branches must return the same structure | expected: (*, *) | got: *
  return lax.cond(x[0, 0] > 0, lambda a: a, lambda a: a[0], x)  =>  1:12: all branches must return the same types | expected: float32[3] | got: float32[2, 3]
  return lax.switch(0, [], x)  =>  1:12: switch needs at least one branch
  return jax.vmap(jnp.dot, in_axes=(0, 1, 2))(x, x)  =>  1:12: vmap's axes don't fit the values | expected: (*, *) | got: (0, 1, 2)
  return jax.vmap(lambda a: self.param('w', zeros, (3,)))(x)  =>  1:32: self.param is used inside jax.vmap | hint: do it before and use the result inside, or use Flax's own, such as nn.scan
  v = self.variable('s', 'v', jnp.zeros, (3,)); def f(r): v.value = r; return jax.vmap(f)(x)  =>  2:11: the value of a variable depends on a loop that its module is outside of | hint: return it from the function that jax.vmap or lax.scan takes, and set it after the loop
  return jax.tree.map(lambda a, b: a, (x, x), (x,))  =>  1:17: the trees have different structures | expected: (*, *) | got: (*,)
  return random.normal(x)  =>  1:15: normal takes a random key first | got: an array float32[2, 3] | hint: use self.make_rng('params') or random.key(0)
  return random.normal(random.key(0), (-1,))  =>  1:15: the shape has a negative size | got: [-1]
  return random.randint(random.key(0), (2,), 0, 5, jnp.float32)  =>  1:15: randint draws integers | got: float32
  return random.zipf(random.key(0), 1.0)  =>  1:15: random has no 'zipf' that swiftscan knows
  return jnp.arange(1e30)  =>  1:12: arange of more than 2147483647 items
  return jnp.linspace(0, 1, -1)  =>  1:12: the argument 'num' of linspace makes no sense | got: -1
  return jnp.array([[1, 2], [3]])  =>  1:12: the parts of an array have different shapes | got: (2,) and (1,)
  return x.astype('float99')  =>  1:10: unknown dtype 'float99' | hint: did you mean 'float16'?
  return x.astype(x)  =>  1:10: the dtype must be a dtype, such as float32 | got: an array float32[2, 3]
  return jnp.take(x, 0, mode='mirror')  =>  1:12: take doesn't know the mode 'mirror' | expected: fill, clip or wrap
  return jnp.pad(x, 1, mode='reflekt')  =>  1:12: pad doesn't know the mode 'reflekt' | hint: did you mean 'reflect'?
  return jnp.linalg.norm(x, 3)  =>  1:19: this norm of a matrix is not supported | expected: 'fro', 'nuc', 1, -1, 2, -2, inf or -inf
  return jnp.linalg.svd(x, subset_by_index=(0, 1))  =>  1:19: svd makes all singular values | hint: leave out subset_by_index
  return einops.rearrange(x, 'a b -> a')  =>  1:15: both sides of 'a b -> a' must have the same axes
  return einops.rearrange(x, '(a b) c -> a b c')  =>  1:15: the sizes of 'a b' aren't known in the pattern '(a b) c -> a b c' | hint: give all but one of them by name
  return Dense(3, dot_general=lambda *a: a[0])(x)  =>  1:8: dot_general is for quantised training, which swiftscan can't do | expected: None or dot_general itself | got: the function <lambda> | hint: leave out dot_general
  return isinstance(x, 3)  =>  1:8: isinstance() arg 2 must be a type, a tuple of types, or a union
  with open('f'): pass  =>  1:6: 'open' is not available to a model's code
  return {1, 2}  =>  a model's result must be made of arrays and numbers | got: a set of 2
  return x.item()  =>  1:10: an array's values aren't known while the model is traced | hint: compute with the array
  return jnp.max(jnp.zeros((0, 3)))  =>  1:12: max of no elements | got: shape (0, 3)
  return math.sqrt(-1.0)  =>  1:13: math domain error
  return math.log(0)  =>  1:13: math domain error
  return y = 3  =>  1:10: unexpected '=' | expected: end of the line | hint: '=' assigns, '==' compares
  return x[  =>  1:9: '[' is never closed
  return (x  =>  1:8: '(' is never closed
  @nn.compact; x = 1  =>  2:1: unexpected 'x' | expected: 'def' or 'class' behind a decorator
  """#

@Suite struct BodyErrorTests {
  @Test(arguments: entries(table))
  func pointsAtWhatIsWrong(entry: TableEntry) {
    let body = entry.source.replacing("; ", with: "\n")
    #expect(Self.summary(ofBody: body) == entry.meaning)
  }

  @Test(arguments: [
    // Plain, quoted, folded and literal scalars, and flow maps: the caret is under `foo`.
    ("return x.foo", 6, 22), ("'return x.foo'", 6, 23), ("\"return x.foo\"", 6, 23),
    (">\n          return x.foo", 7, 20), ("|\n          y = x\n          return x.foo", 8, 20),
    ("\"y = x; return \\\n          x.foo\"", 7, 13),
  ])
  func pointsIntoScalarsOfEveryStyle(scalar: String, line: Int, column: Int) {
    let text = """
      modules:
        M:
          fields: {features: 4}
          call:
            args: [x]
            body: \(scalar)
      model: {type: M}
      """
    let location = Self.error(of: text)?.location
    #expect(location?.line == line)
    #expect(location?.column == column)
  }

  @Test func pointsIntoFieldsAndFunctions() {
    let text = """
      functions:
        f: {args: [x], body: 'return x.foo'}
      modules:
        M: {call: {args: [x], body: 'return f(x)'}}
      model: {type: M}
      """
    let location = Self.error(of: text)?.location
    #expect(location?.line == 2)
    #expect(location?.column == 34)
  }

  /// What is wrong with the body of a module that takes `x: float32[2, 3]`.
  private static func summary(ofBody body: String) -> String {
    let indented = body.split(separator: "\n").map { "          \($0)\n" }.joined()
    let text = """
      modules:
        M:
          fields: {features: 4}
          call:
            args: [x]
            body: |
      \(indented)
      model: {type: M}
      """
    return error(of: text).map(oneLine) ?? "no error"
  }

  /// What calling the model of a config throws.
  private static func error(of text: String) -> Diagnostic? {
    do {
      let description = try ModelDescription(text, file: "c.yaml")
      var call = ModuleCall(arguments: [
        (name: nil, value: .leaf(.array(ArrayType(.float32, [2, 3]))))
      ])
      call.streams = ["params"]
      call.mutable = .all
      call.isInitializing = true
      _ = try call.trace(description.module)
      return nil
    } catch {
      return error as? Diagnostic ?? Diagnostic("\(error)")
    }
  }

  private static func oneLine(_ error: Diagnostic) -> String {
    // The body begins on line 7, column 11.
    let place = error.location.map { "\($0.line - 6):\($0.column - 10): " } ?? ""
    let words =
      error.details.map { ("", $0) } + [
        ("expected: ", error.expected), ("got: ", error.got), ("hint: ", error.hint),
      ]
    let rest = words.compactMap { label, text in text.map { label + $0 } }
    return ([place + error.problem] + rest).joined(separator: " | ")
  }
}
