"""Random Python programs, run by CPython and by swiftscan's interpreter."""
