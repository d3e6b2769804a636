import Diagnostics

@testable import ModelConfig

