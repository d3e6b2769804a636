/// Mode of NumPy's functions, which compute in 64 bits where JAX's compute in 32.
enum NumPyMode {
  @TaskLocal static var isOn = false
}
