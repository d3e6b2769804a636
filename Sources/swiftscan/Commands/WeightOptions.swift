import ArgumentParser
import Execution

/// The storage of the matrices that loops multiply by.
struct WeightOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: """
      How matrices that a loop multiplies by in each step are stored: \
      \(WeightStorage.allValueStrings.joined(separator: ", ")). bfloat16 takes half the memory, int8 a \
      quarter; both are less exact: apply prints the difference to float32, if the arrays aren't very \
      large.
      """)
  var weights = WeightStorage.float32
}

extension WeightStorage: ExpressibleByArgument {}
