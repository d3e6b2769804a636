"""Random calls of functions of text and numbers, made by CPython and by swiftscan."""
