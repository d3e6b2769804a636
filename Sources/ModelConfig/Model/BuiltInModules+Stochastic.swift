import Diagnostics
import LiftedScan

extension ModuleType {
  /// The layers of `flax.linen.stochastic`.
  static var stochastic: [ModuleType] {
    [
      ModuleType("Dropout", fields: "rate broadcast_dims deterministic rng_collection") { reader in
        var layer = Dropout(rate: try reader.double("rate"))
        try reader.readAxes("broadcast_dims", &layer.broadcastDims)
        try reader.read("deterministic", &layer.isDeterministic)
        try reader.read("rng_collection", &layer.rngCollection)
        return layer
      }
    ]
  }
}
