/// Whether what runs is a function of NumPy's, which computes in 64 bits where JAX computes in 32.
enum NumPyMode {
  @TaskLocal static var isOn = false
}
