import Arrays
import Foundation
import TestSupport
import Testing

/// Names of files that are links, no text, or look like something else.
@Suite struct FileNameTests {
  let workspace: Workspace

  init() throws { workspace = try Workspace(withExample: true) }

  @Test func aLinkToNoFileYetStays() throws {
    let outcome = try workspace.shell(
      "mkdir folder; ln -s folder/new.npy link.npy;"
        + " swiftscan apply --params p.npy --input xs.npy -o link.npy; readlink link.npy")
    #expect(outcome.status == 0)
    #expect(String(decoding: outcome.output, as: UTF8.self) == "folder/new.npy\n")
    #expect(try workspace.arrays("folder/new.npy").leaf?.shape == [16, 20, 5])
  }

  @Test func namesNeedNoUTF8() throws {
    let outcome = try workspace.shell(
      "name=$(printf 'x\\377=1.npy'); cp xs.npy \"$name\";"
        + " swiftscan apply --params p.npy --input xs=\"$name\" -o \"y$name\" && test -e \"y$name\""
    )
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("swiftscan: yx\\xff=1.npy: float32[16, 20, 5]"))
  }

  @Test func aFileWhoseNameLooksLikeAPartIsFound() throws {
    let outcome = try workspace.shell(
      "mkdir ünï; cp xs.npy ünï/y=1.npy; swiftscan apply --params p.npy --input ünï/y=1.npy -q")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
  }
}
