"""Whether swiftscan gives what Flax, JAX and CPython give: `scripts/parity/run`."""
