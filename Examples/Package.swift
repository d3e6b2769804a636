// swift-tools-version: 6.1
import PackageDescription

let scannedModels = Target.Dependency.product(name: "ScannedModels", package: "swiftscan")

let package = Package(
  name: "Examples",
  dependencies: [.package(name: "swiftscan", path: "..")],
  targets: [
    .executableTarget(name: "LeakyCell", dependencies: [scannedModels]),
    .executableTarget(name: "MicrophoneStream", dependencies: [scannedModels]),
    .executableTarget(name: "ReadDigits", dependencies: [scannedModels]),
  ],
  swiftLanguageModes: [.v6]
)
