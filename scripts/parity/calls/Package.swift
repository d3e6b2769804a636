// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Differential",
  targets: [
    .executableTarget(
      name: "Differential", path: "Sources/Differential",
      exclude: ["Calls/CallFixture.swift", "Calls/SignatureTests.swift"])
  ],
  swiftLanguageModes: [.v6]
)
