# Enum, IntEnum, auto, members as singletons.
from enum import Enum, IntEnum, auto


class Color(Enum):
    RED = 1
    GREEN = "g"
    CRIMSON = 1

    @property
    def lower(self):
        return self.name.lower()

    @classmethod
    def default(cls):
        return cls.GREEN

    def __call__(self, x):
        return (self.value, x)


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(1), Color["GREEN"], Color("g") is Color.GREEN)
print(list(Color), len(Color), Color.CRIMSON is Color.RED, Color.RED == 1, Color.RED != Color.GREEN)
print(Color.GREEN.lower, Color.default(), Color.RED(5), Color.RED in Color, isinstance(Color.RED, Color))
print({Color.RED: "r", Color.GREEN: "g"}[Color.RED], [c.value for c in Color], Color.RED is Color.RED, type(Color.RED) is Color)
for bad in (lambda: Color(3), lambda: Color["NO"], lambda: Color.NO, lambda: Color.RED < Color.GREEN):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__)


class Level(IntEnum):
    LOW = auto()
    MID = auto()
    HIGH = 10


print(Level.LOW < Level.HIGH, Level.MID + 1, Level.HIGH == 10, sorted([Level.HIGH, Level.LOW]), [0, 1, 2][Level.LOW])
print(repr(Level.MID), int(Level.MID), list(Level), max(Level).name, f"{Level.LOW:03d}", Level(2) is Level.MID)


class Mode(str, Enum):
    TRAIN = "train"
    TEST = "test"


print(Mode.TRAIN == "train", Mode("test").name, Mode.TRAIN.upper(), {"train": 1}[Mode.TRAIN], Mode.TEST.value)


def describe(color):
    match color:
        case Color.RED:
            return "is red"
        case Color():
            return "other"
    return "no color"


print(describe(Color.CRIMSON), describe(Color.GREEN), describe(1), f"{Color.RED}", "%s" % Color.RED, Color.RED.__class__.__name__)
print({c.name: c.value for c in Color}, Color.__members__["CRIMSON"], hash(Color.RED) == hash(Color.CRIMSON), bool(Color.RED))
