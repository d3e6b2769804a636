import Diagnostics
import LiftedScan

extension BuiltInModule {
  /// The layers of `flax.linen.stochastic` and `flax.linen.activation`.
  static var elementwise: [Row] {
    [
      Row(
        module: "Dropout",
        "(rate, broadcast_dims=(), deterministic=None, rng_collection='dropout')",
        "Zeros in place of random elements, the others scaled up."
      ) { reader in
        var layer = Dropout(rate: try reader.double("rate"))
        try reader.readAxes("broadcast_dims", &layer.broadcastDims)
        layer.isDeterministic = try reader.deterministic(rate: layer.rate)
        try reader.read("rng_collection", &layer.rngCollection)
        return layer
      },
      Row(
        module: "PReLU", "(param_dtype=jnp.float32, negative_slope_init=0.01)",
        "x above zero, x times a learnt slope below."
      ) { reader in
        var layer = PReLU()
        try reader.read("param_dtype", &layer.paramDType)
        try reader.read("negative_slope_init", &layer.negativeSlopeInit)
        return layer
      },
    ]
  }
}
