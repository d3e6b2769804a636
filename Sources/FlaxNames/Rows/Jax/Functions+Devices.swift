import LiftedScan

extension FunctionTable {
  /// Functions of `jax` about the machine a model runs on: one with one device.
  func addingDevices(_ namespace: Namespace) -> FunctionTable {
    var table = self
    for (name, value, summary) in [
      ("device_count", 1, "The number of devices: 1."),
      ("local_device_count", 1, "The number of this machine's devices: 1."),
      ("process_count", 1, "The number of processes: 1."),
      ("process_index", 0, "The number of this process: 0."),
    ] {
      table.add(name, "(backend=None)", summary) { _ in .int(value) }
    }
    for (name, signature) in [
      ("devices", "(backend=None)"),
      ("local_devices", "(process_index=None, backend=None, host_id=None)"),
    ] {
      table.add(name, signature, "The one device, a CPU.", ignoresAll: true) { _ in
        .list([
          .record(
            "Device",
            [
              ("platform", .string("cpu")), ("device_kind", .string("cpu")), ("id", .int(0)),
              ("process_index", .int(0)), ("local_hardware_id", .int(0)),
            ])
        ])
      }
    }
    table.add("default_backend", "()", "The platform: 'cpu'.") { _ in .string("cpu") }
    table.add(
      "PartitionSpec", "(*partitions, unreduced=None, reduced=None)",
      "The names of the mesh axes that axes are on.", ignoring: ["unreduced", "reduced"]
    ) { try $0.required("partitions") }
    return table
  }
}
