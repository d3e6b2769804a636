# try, except, else, finally, raise, re-raise, exception classes, chains.
def attempt(f):
    try:
        value = f()
    except ZeroDivisionError as error:
        return "zero", str(error)
    except (KeyError, IndexError) as error:
        return type(error).__name__, error.args
    except Exception as error:
        return "other", type(error).__name__, str(error)
    else:
        return "else", value
    finally:
        print("finally", end=" ")


print(attempt(lambda: 1))
print(attempt(lambda: 1 // 0))
print(attempt(lambda: {}["k"]))
print(attempt(lambda: [][1]))
print(attempt(lambda: int("x")))
print(attempt(lambda: None.x))


class AppError(Exception):
    pass


class Detailed(AppError):
    def __init__(self, code, message="none"):
        super().__init__(message)
        self.code = code

    def __str__(self):
        return f"[{self.code}] {self.args[0]}"


try:
    raise Detailed(7, "bad")
except AppError as error:
    print(error, repr(error), error.code, isinstance(error, Exception), error.args)
try:
    raise AppError
except AppError as error:
    print(repr(error), str(error) == "", error.args)
print(repr(ValueError("a", 1)), str(ValueError("a", 1)), str(ValueError("a")), repr(KeyError("k")), str(KeyError("k")))


def inner():
    try:
        raise ValueError("first")
    except ValueError as error:
        raise RuntimeError("second") from error


try:
    inner()
except RuntimeError as error:
    print(error, repr(error.__cause__), type(error.__context__).__name__)


def reraised():
    try:
        try:
            raise KeyError("deep")
        except KeyError:
            print("saw it", end=" ")
            raise
    except LookupError as error:
        return "outer " + str(error)


print(reraised())


def overriding():
    try:
        return "try"
    finally:
        print("cleanup", end=" ")


print(overriding())


def stolen():
    for i in range(3):
        try:
            if i == 1:
                break
            continue
        finally:
            print("f", i, end=" ")
    return i


print(stolen())


def swallow():
    try:
        raise ValueError
    finally:
        return "from finally"


print(swallow())
log = []
try:
    log.append("a")
    raise TypeError("t")
    log.append("never")
except TypeError as e:
    log.append(str(e))
try:
    e
except NameError:
    log.append("e is gone")
print(log)
try:
    try:
        1 / 0
    except ValueError:
        print("wrong")
    finally:
        print("passing")
except ZeroDivisionError:
    print("right")
try:
    raise "text"
except TypeError as error:
    print(error)
try:
    assert 1 == 2, f"assert {1 + 1}"
except AssertionError as error:
    print(error, repr(error))
try:
    assert []
except AssertionError as error:
    print(repr(error))
assert (1, "always true")
for kind in (ValueError, KeyError, Exception):
    try:
        raise kind("x")
    except (ValueError, TypeError):
        print("value or type")
    except KeyError:
        print("key")
    except:
        print("bare")
print(issubclass(KeyError, LookupError), issubclass(ZeroDivisionError, ArithmeticError), issubclass(NotImplementedError, RuntimeError))
try:
    raise Detailed("a") from None
except Detailed as error:
    print(error.__cause__, error.__suppress_context__)
stored = ValueError("stored")
try:
    raise stored
except ValueError as error:
    print(error is stored)
