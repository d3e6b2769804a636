import ArrayFiles
import Arrays
import Diagnostics

/// The arrays of a file under `Tests/Fixtures`.
public func fixture(_ relativePath: String) throws -> Tree<NDArray> {
  try readArrayFile(fixturePath(relativePath)).tree
}

/// The one array of a file under `Tests/Fixtures`.
public func fixtureArray(_ relativePath: String) throws -> NDArray {
  guard let array = try fixture(relativePath).leaf else {
    throw Diagnostic("holds a tree, not an array", path: fixturePath(relativePath))
  }
  return array
}

/// Where a file under `Tests/Fixtures` is.
public func fixturePath(_ relativePath: String) -> String {
  let components = #filePath.split(separator: "/").dropLast(2)  // TestSupport/Fixture.swift
  return "/\(components.joined(separator: "/"))/Fixtures/\(relativePath)"
}
