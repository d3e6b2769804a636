// swift-tools-version: 6.1
import PackageDescription

/// Settings of targets that are done before a model runs. `scripts/setup.sh` has them optimized for
/// size, which takes a quarter less time; unsafe flags can't be there for packages that depend on this.
let beforeRuns: [SwiftSetting] =
  Context.environment["SWIFTSCAN_QUICK_BUILD"] == nil
  ? [] : [.unsafeFlags(["-Osize"], .when(configuration: .release))]

let package = Package(
  name: "swiftscan",
  products: [
    .executable(name: "swiftscan", targets: ["swiftscan"]),
    .library(name: "ScannedModels", targets: ["ScannedModels"]),
    .library(name: "LiftedScan", targets: ["LiftedScan", "Execution", "Reference", "ArrayFiles"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.1.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "Diagnostics"),
    .target(name: "Arrays", dependencies: ["Diagnostics"]),
    .target(name: "ArrayFiles", dependencies: ["Arrays", "CZlib", "CZstd", "Diagnostics"]),
    .target(name: "ProgramIR", dependencies: ["Arrays", "Diagnostics"]),
    .target(
      name: "LiftedScan", dependencies: ["Arrays", "Diagnostics", "ProgramIR"],
      swiftSettings: beforeRuns),
    .target(name: "CKernels"),
    .target(name: "Kernels", dependencies: ["CKernels"]),
    .target(name: "CStack"),
    .target(
      name: "Python",
      dependencies: [
        "CStack", "Diagnostics",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      swiftSettings: beforeRuns),
    .target(name: "Reference", dependencies: ["Arrays", "Diagnostics", "ProgramIR"]),
    .target(
      name: "Execution",
      dependencies: ["Arrays", "Diagnostics", "Kernels", "ProgramIR", "Reference"]
    ),
    .target(name: "YAMLNodes", dependencies: ["CLibYAML", "Diagnostics"]),
    .target(
      name: "FlaxNames",
      dependencies: ["Arrays", "Diagnostics", "LiftedScan", "ProgramIR", "Python", "Reference"],
      swiftSettings: beforeRuns),
    .target(
      name: "ModelConfig",
      dependencies: [
        "Arrays", "Diagnostics", "FlaxNames", "LiftedScan", "ProgramIR", "Python", "YAMLNodes",
      ],
      swiftSettings: beforeRuns),
    .target(
      name: "ScannedModels",
      dependencies: [
        "ArrayFiles", "Arrays", "Diagnostics", "Execution", "LiftedScan", "ModelConfig",
        "ProgramIR", "YAMLNodes",
      ]),
    .executableTarget(
      name: "swiftscan",
      dependencies: [
        "ArrayFiles", "Arrays", "Diagnostics", "Execution", "FlaxNames", "Kernels", "LiftedScan",
        "ModelConfig", "ProgramIR", "ScannedModels",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: beforeRuns),
    .executableTarget(
      name: "ProgramRunner", dependencies: ["Diagnostics", "Python"], path: "Tests/ProgramRunner"),
    .target(
      name: "TestSupport",
      dependencies: ["ArrayFiles", "Arrays", "Diagnostics", "ProgramIR", "YAMLNodes"],
      path: "Tests/TestSupport"),
    .target(name: "CAllocationCounts", path: "Tests/CAllocationCounts"),
    .testTarget(name: "ArraysTests", dependencies: ["Arrays", "Diagnostics"]),
    .testTarget(
      name: "ArrayFilesTests",
      dependencies: ["ArrayFiles", "Arrays", "Diagnostics", "TestSupport"],
      exclude: [
        "CheckpointFixtures", "Fixtures", "FormatFixtures", "make_checkpoint_fixtures.py",
        "make_fixtures.py", "make_format_fixtures.py", "make_old_orbax_fixtures.py",
        "make_orbax_fixtures.py",
      ]),
    .testTarget(
      name: "ProgramIRTests", dependencies: ["Arrays", "Diagnostics", "ProgramIR", "TestSupport"],
      exclude: ["make_promotion_table.py"]),
    .testTarget(
      name: "ReferenceTests",
      dependencies: ["Arrays", "Diagnostics", "ProgramIR", "Reference", "TestSupport"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
    .testTarget(
      name: "ExecutionTests",
      dependencies: [
        "Arrays", "Diagnostics", "Execution", "Kernels", "ProgramIR", "Reference", "TestSupport",
      ],
      exclude: ["Fixtures", "make_fixtures.py"]),
    .testTarget(
      name: "LiftedScanTests",
      dependencies: [
        "Arrays", "Diagnostics", "LiftedScan", "ProgramIR", "Reference", "TestSupport",
      ]),
    .testTarget(name: "YAMLNodesTests", dependencies: ["Diagnostics", "TestSupport", "YAMLNodes"]),
    .testTarget(
      name: "PythonTests", dependencies: ["Python", "Diagnostics", "TestSupport"],
      exclude: ["Programs", "make_program_outputs.py"]),
    .testTarget(
      name: "FlaxNamesTests",
      dependencies: [
        "Arrays", "Diagnostics", "FlaxNames", "LiftedScan", "ProgramIR", "Python", "Reference",
        "TestSupport",
      ]),
    .testTarget(
      name: "ModelConfigTests",
      dependencies: [
        "Arrays", "Diagnostics", "FlaxNames", "LiftedScan", "ModelConfig", "ProgramIR", "Python",
        "Reference", "TestSupport", "YAMLNodes",
      ]),
    .testTarget(
      name: "ScannedModelsTests",
      dependencies: [
        "ArrayFiles", "Arrays", "CAllocationCounts", "Diagnostics", "LiftedScan", "ModelConfig",
        "ProgramIR", "ScannedModels", "TestSupport",
      ]),
    .testTarget(
      name: "SwiftscanTests",
      dependencies: [
        "ArrayFiles", "Arrays", "CAllocationCounts", "Diagnostics", "Execution", "Kernels",
        "LiftedScan", "ModelConfig", "ProgramIR", "Reference", "ScannedModels", "TestSupport",
        "swiftscan",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
