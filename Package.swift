// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "swiftscan",
  products: [
    .executable(name: "swiftscan", targets: ["swiftscan"]),
    .library(name: "LiftedScan", targets: ["LiftedScan", "Execution", "ArrayFiles"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.1.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Diagnostics"),
    .target(name: "Arrays", dependencies: ["Diagnostics"]),
    .target(name: "ArrayFiles", dependencies: ["Arrays", "CZlib", "Diagnostics"]),
    .target(name: "ProgramIR", dependencies: ["Arrays"]),
    .target(name: "LiftedScan", dependencies: ["ProgramIR"]),
    .target(name: "CKernels"),
    .target(name: "Kernels", dependencies: ["CKernels"]),
    .target(name: "Execution", dependencies: ["ProgramIR", "Kernels"]),
    .target(name: "CStack"),
    .target(
      name: "Python",
      dependencies: [
        "CStack", "Diagnostics",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .target(
      name: "ModelConfig", dependencies: ["CLibYAML", "Execution", "LiftedScan", "Python"]),
    .executableTarget(
      name: "swiftscan",
      dependencies: [
        "ArrayFiles", "Execution", "Kernels", "ModelConfig",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "TestSupport", dependencies: ["ArrayFiles", "Diagnostics", "Execution"],
      path: "Tests/TestSupport"),
    .target(name: "CAllocationCounts", path: "Tests/CAllocationCounts"),
    .testTarget(name: "ArraysTests", dependencies: ["Arrays", "Diagnostics"]),
    .testTarget(
      name: "ArrayFilesTests", dependencies: ["ArrayFiles", "Diagnostics", "TestSupport"],
      exclude: [
        "Fixtures", "FormatFixtures", "make_fixtures.py", "make_format_fixtures.py",
      ]),
    .testTarget(
      name: "ProgramIRTests", dependencies: ["ProgramIR", "TestSupport"],
      exclude: ["make_promotion_table.py"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
    .testTarget(
      name: "ExecutionTests", dependencies: ["Execution", "TestSupport"],
      exclude: ["Fixtures", "make_fixtures.py"]),
    .testTarget(
      name: "LiftedScanTests", dependencies: ["LiftedScan", "Execution", "TestSupport"]),
    .testTarget(
      name: "PythonTests", dependencies: ["Python", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "ModelConfigTests", dependencies: ["ModelConfig", "Execution", "TestSupport"]),
    .testTarget(
      name: "SwiftscanTests",
      dependencies: [
        "swiftscan", "ModelConfig", "Execution", "ArrayFiles", "CAllocationCounts", "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
