// Writing a module takes `Tensor`, `Shape` and `Module`, calling one `NDArray`, `Tree` and their files:
// they come with this module.
@_exported import ArrayFiles
@_exported import Arrays
@_exported import Diagnostics
@_exported import LiftedScan
@_exported import ProgramIR
