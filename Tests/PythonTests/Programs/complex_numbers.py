# Complex numbers.
z = 3 + 4j
print(z, z.real, z.imag, abs(z), z.conjugate(), -z, z * 2, z / 2, z * z, z / (1 - 1j), z**2, z - 3, z == 3 + 4j, z != 3)
print(1j, -1j, 1j * 1j, complex(1, 2), complex(1), complex("1+2j"), complex(0, -0.0), 2j + 1, (1 + 0j) == 1, bool(0j), bool(1j))
print(1.5 + 2.5j, 1e20 + 1j, (-1) ** 0.5, (1 + 2j) * (3 - 1j), sum([1j, 2]), [1j, (2 + 0j)], complex(float("inf"), float("nan")))
print(1j**2, 1j**0, (2 + 0j) ** -1, abs(1j), (1 + 2j) - (1 + 2j), +z, z + True, 5 / (1 + 2j), 0 * 1j, -0.0 + 0j, -(0j), 1 - 0j)
for bad in (lambda: z < 1, lambda: int(z), lambda: float(z), lambda: z // 1, lambda: z % 2, lambda: z / 0, lambda: complex("x"), lambda: round(z), lambda: max(z, 1)):
    try:
        print(bad(), end=" ")
    except Exception as error:
        print(type(error).__name__, end=" ")
print()
print(isinstance(z, complex), type(z).__name__, {z: 1}[3 + 4j], str(z), repr(z.real), f"{z}", f"{z:.2f}", f"{1j:.1e}", hash(1 + 0j) == hash(1))
z += 1
z *= 1j
print(z, (z + z.conjugate()).real, complex(real=1, imag=-2), complex(1j, 1j), complex(True), 3 - 4j, 1_0j, 1e1j)
w = 0j
for i in range(5):
    w = w * w + (0.25 + 0.5j)
print(round(w.real, 10), round(w.imag, 10))
