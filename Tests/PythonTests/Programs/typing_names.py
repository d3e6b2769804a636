# Annotations are inert; typing's names can be written anywhere an annotation can.
from typing import Any, Callable, ClassVar, Dict, Generic, Iterable, List, Literal, NamedTuple, Optional, Protocol, Sequence, Tuple, TypeVar, Union, cast, overload

T = TypeVar("T")
Vector = List[float]
Shape = Union[int, Tuple[int, ...]]
Fn = Callable[[int], str]
Maybe = Optional[Dict[str, Any]]
Mode = Literal["a", "b"]


def first(xs: Sequence[T], default: Optional[T] = None) -> Optional[T]:
    item: Any = xs[0] if xs else default
    count: int
    count = 1
    return item


print(first([1, 2]), first([]), first("", default="d"), first((None,)))


class Box(Generic[T]):
    kind: ClassVar[str] = "box"
    item: T

    def __init__(self, item: T) -> None:
        self.item: T = item

    def map(self, f: Callable[[T], Any]) -> "Box[Any]":
        return Box(f(self.item))


b: Box[int] = Box(3)
print(b.map(lambda x: x + 1).item, Box[str]("s").item, Box.kind, cast(int, "not an int"))


class Sized(Protocol):
    def size(self) -> int: ...


class Thing:
    def size(self) -> int:
        return 4


def total(things: Iterable[Sized], *, scale: int | float = 1, mode: Mode = "a") -> float:
    return sum(t.size() for t in things) * scale


print(total([Thing(), Thing()]), total([], scale=2.5), total([Thing()], scale=0.5))


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x):
    return x * 2


print(f(2), f("a"))


class Options(NamedTuple):
    rate: float = 0.1
    names: Tuple[str, ...] = ("a",)


print(Options(), Options(names=()), list(Options.__annotations__))
x: "undefined forward reference" = 5
y: list[int] = [1]
z: dict[str, list[int]] = {}
print(x, y, z)
TYPES: Tuple[type, ...] = (int, str)
print(isinstance(1, TYPES), isinstance(1.0, TYPES), list[int]([1]) if False else list((1,)))
