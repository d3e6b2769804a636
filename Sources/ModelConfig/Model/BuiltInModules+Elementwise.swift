import Diagnostics
import LiftedScan

extension ModuleType {
  /// The layers of `flax.linen.stochastic` and `flax.linen.activation`.
  static var elementwise: [ModuleType] {
    [
      ModuleType("Dropout", fields: "rate broadcast_dims deterministic rng_collection") { reader in
        var layer = Dropout(rate: try reader.double("rate"))
        try reader.readAxes("broadcast_dims", &layer.broadcastDims)
        try reader.read("deterministic", &layer.isDeterministic)
        try reader.read("rng_collection", &layer.rngCollection)
        return layer
      },
      ModuleType("PReLU", fields: "param_dtype negative_slope_init") { reader in
        var layer = PReLU()
        try reader.read("param_dtype", &layer.paramDType)
        try reader.read("negative_slope_init", &layer.negativeSlopeInit)
        return layer
      },
    ]
  }
}
