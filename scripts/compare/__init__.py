"""How fast swiftscan is beside Flax, PyTorch and ONNX Runtime: `scripts/compare/run`."""
