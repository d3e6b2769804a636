import Arrays
import Diagnostics
import Foundation
import Testing

@testable import ArrayFiles

@Suite struct BadInputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ path: String) throws -> Diagnostic {
    let error = try diagnostic { _ = try readArrayFile(path) }
    #expect(error.path?.hasPrefix(path) == true, "\(error)")
    return error
  }

  private func read(_ bytes: [UInt8]) throws -> Diagnostic { try read(folder.write(bytes)) }

  // MARK: Files that can't be opened

  @Test func missing() throws {
    let error = try read(folder.file("none.npy"))
    #expect(error.code == .missingInput)
    #expect(error.problem == "no such file")
    #expect(try read(folder.write([]) + "/x.npy").code == .missingInput)
    #expect(try read("").code == .missingInput)
  }

  @Test func directory() throws {
    let error = try read(folder.path)
    #expect(error.code == .missingInput)
    #expect(error.problem == "is a directory, not a file")
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything")) func noPermission() throws {
    let path = try folder.write([1])
    chmod(path, 0)
    let error = try read(path)
    #expect(error.code == .missingInput)
    #expect(error.problem == "permission denied")
  }

  // MARK: Files of other formats

  @Test func empty() throws {
    let error = try read([])
    #expect(error.code == .badData)
    #expect(error.problem == "is empty")
    #expect(try read("/dev/null").problem == "is empty")
  }

  @Test(arguments: [
    ("version: 1\nmodel: {}\n", "text"),
    ("{\"a\": 1}", "JSON text"),
    (String(repeating: "größe", count: 200), "text"),
  ])
  func otherFormat(_ text: String, _ name: String) throws {
    let error = try read(Array(text.utf8))
    #expect(error.code == .badData)
    #expect(error.problem == "is not a file of arrays")
    #expect(error.got == "what looks like \(name)")
    #expect(error.hint != nil)
  }

  @Test(
    arguments: [
      ([0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10], "what looks like an HDF5 file"),
      ([0x1f, 0x8b, 8, 0], "what looks like a gzip file"),
      ([0x80, 4, 0x95], "what looks like a Python pickle"),
      ([0, 1, 2, 0xff], "bytes of no known format"),
    ] as [([UInt8], String)])
  func otherFormat(_ bytes: [UInt8], _ got: String) throws {
    #expect(try read(bytes).got == got)
  }

  @Test func filesOfPython() throws {
    #expect(try read(npyFixture("bad/pickle.npy")).got == "what looks like a Python pickle")
  }

  // MARK: Files that end too early or too late

  @Test func everyCutIsNoticed() throws {
    for name in ["native/float32.npy", "versions/2.npy", "trees/packed.npy"] {
      let whole = try contents(of: npyFixture(name))
      for length in stride(from: 6, to: whole.count, by: 7) {
        let error = try read(Array(whole.prefix(length)))
        #expect(error.problem == "is cut short" || error.problem == "its header is cut short")
      }
    }
  }

  @Test func cutTellsByteCounts() throws {
    let error = try read(npy(header("'<f4'", "(2, 3)"), elements: [0, 0, 0]))
    #expect(error.problem == "is cut short")
    #expect(error.expected == "24 bytes for float32 of shape (2, 3)")
    #expect(error.got == "3 bytes")
  }

  @Test func cutPipe() throws {
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    // 128 TiB are promised; what counts is what comes.
    let bytes = npy(header("'<f4'", "(\(1 << 40), 3)"), elements: [0, 0, 0])
    Thread.detachNewThread {
      let handle = FileHandle(forWritingAtPath: pipe)
      handle?.write(Data(bytes))
      try? handle?.close()
    }
    let error = try read(pipe)
    #expect(error.problem == "is cut short" || error.problem == "needs more memory than there is")
  }

  @Test func bytesBehindTheElements() throws {
    let error = try read(npy(header("'<f4'", "(1,)"), elements: [0, 0, 0, 0, 1]))
    #expect(error.problem == "goes on after its elements")
    #expect(error.got == "1 byte more")
  }

  @Test func twoArraysInOneFile() throws {
    let error = try read(npyFixture("bad/two_arrays.npy"))
    #expect(error.problem == "goes on after its elements")
    #expect(error.hint == "it looks like several arrays in one file: save each in its own")
  }

  // MARK: Headers

  @Test(arguments: [
    ("", "expected a value, not the end (byte 54)"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", "expected ',' or '}', not the end"),
    ("{'descr': '<f4' 'fortran_order': False}", "expected ',' or '}', not '''"),
    ("{'descr' '<f4'}", "expected ':', not '''"),
    ("{'descr': '<f4}", "a string does not end"),
    ("{'descr': '\\q'}", "a string has an unknown escape"),
    ("{'descr': '\\xg0'}", "expected a hexadecimal digit, not 'g'"),
    ("{'descr': '\\ud800'}", "a string holds a code that is no character"),
    ("{'descr': __import__('os')}", "expected a value, not '_'"),
    ("{'shape': (99999999999999999999,)}", "an integer is too large"),
    ("{'shape': (-,)}", "expected a digit, not ','"),
    ("{} {}", "expected the end, not '{'"),
    ("{,}", "expected a value, not ','"),
    (String(repeating: "[", count: 5000), "it is nested too deeply"),
  ])
  func malformedHeader(_ text: String, _ reason: String) throws {
    let error = try read(npy(text))
    #expect(error.code == .badData)
    #expect(error.problem.hasPrefix("its header can't be read: \(reason)"), "\(error)")
  }

  @Test(arguments: [
    ("(1, 2)", "its header is no dictionary"),
    ("{}", "its header has no 'descr'"),
    ("{'descr': '<f4', 'fortran_order': False}", "its header has no 'shape'"),
    ("{'descr': '<f4', 'shape': ()}", "its header has no 'fortran_order'"),
    ("{'descr': '<f4', 'descr': '<f4'}", "its header has 'descr' twice"),
    ("{'order': False}", "its header has an unknown key"),
    (
      "{'descr': '<f4', 'fortran_order': 0, 'shape': ()}",
      "its header has a 'fortran_order' that is neither True nor False"
    ),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': 3}",
      "its header has a 'shape' that is no tuple"
    ),
    (header("'<f4'", "(3)"), "its header has a 'shape' that is no tuple"),
    (header("'<f4'", "(1.5,)"), "its header can't be read: expected ',' or ')', not '.' (byte 52)"),
    (header("'<f4'", "('3',)"), "its header has a 'shape' that is no shape"),
    (header("'<f4'", "(True,)"), "its header has a 'shape' that is no shape"),
    (header("'<f4'", "(-1, 2)"), "its header gives a negative size"),
    (header("'<f4'", "(\(1 << 62), 8)"), "its shape is larger than any memory"),
    (header("'<f4'", "(\(1 << 62), 8, 0)"), "its shape is larger than any memory"),
    (header("'<f4'", "(\(Int.max),)"), "its shape is larger than any memory"),
    (header("3", "()"), "its header has a 'descr' that is no type"),
    (header("[3]", "()"), "its header has a 'descr' that is no type"),
    (header("[('a', '<f4', (2,), 1)]", "()"), "its header has a 'descr' that is no type"),
    (header("[(1, '<f4')]", "()"), "its header has a 'descr' that is no type"),
    (header("[('a', '<f4'), ('a', '<f4')]", "()"), "its header names the field 'a' twice"),
    (header("[('a', '<f4', (\(1 << 62), 8))]", "()"), "its shape is larger than any memory"),
    (
      header("[('a', '|i1', (\(Int.max),)), ('b', '|i1')]", "()"),
      "its fields are larger than any memory"
    ),
  ])
  func invalidHeader(_ text: String, _ problem: String) throws {
    #expect(try read(npy(text)).problem == problem)
  }

  @Test func unknownVersion() throws {
    let error = try read(npy(header("'<f4'", "()"), elements: [0, 0, 0, 0], version: 4))
    #expect(error.problem == "is of an unknown version of the .npy format")
    #expect(error.got == "4.0")
  }

  @Test func headerOfAbsurdLength() throws {
    let error = try read([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255])
    #expect(error.problem == "its header claims to be 4294967295 bytes long, which can't be")
  }

  @Test func headerThatIsNotUTF8() throws {
    var bytes = npy(header("[('x', '<f4')]", "()"), elements: [0, 0, 0, 0], version: 3)
    bytes[try #require(bytes.firstIndex(of: UInt8(ascii: "x")))] = 0xff
    #expect(try read(bytes).problem == "its header is not UTF-8, as that of version 3.0 must be")
  }

  // MARK: Elements

  @Test(arguments: [
    ("object", "object arrays hold Python objects (pickle) and are never loaded", "'|O'"),
    ("unicode", "holds text, not numbers", "'<U2'"),
    ("bytes", "holds byte strings, not numbers", "'|S2'"),
    ("datetime", "holds dates or times, not numbers", "'<M8[s]'"),
    ("timedelta", "holds dates or times, not numbers", "'<m8[s]'"),
    ("longdouble", "holds numbers of a size that has no type here", "'<f16'"),
    ("clongdouble", "holds numbers of a size that has no type here", "'<c32'"),
    ("void", "holds elements of 7 bytes of unknown meaning", "'|V7'"),
    ("float8", "holds elements of 1 byte of unknown meaning", "'|V1'"),
    ("records", "is an array of records, which is no tree of arrays", "shape (2,)"),
  ])
  func unsupportedElements(_ name: String, _ problem: String, _ got: String) throws {
    let error = try read(npyFixture("bad/\(name).npy"))
    #expect(error.code == .badData)
    #expect(error.problem == problem)
    #expect(error.got == got)
    #expect(error.hint != nil)
  }

  @Test(arguments: [
    ("inner_records", "is an array of records, which is no tree of arrays", "p"),
    ("inner_text", "holds text, not numbers", "p/a"),
    ("inner_bytes", "holds byte strings, not numbers", "p/a"),
    (
      "inner_object", "object arrays hold Python objects (pickle) and are never loaded", "p/a"
    ),
  ])
  func unsupportedField(_ name: String, _ problem: String, _ field: String) throws {
    let path = npyFixture("bad/\(name).npy")
    let error = try read(path)
    #expect(error.problem == problem)
    #expect(error.path == "\(path): \(field)")
  }

  @Test func configThatIsNotText() throws {
    let error = try read(npy(header("[('__config__', '|S2')]", "()"), elements: [0xff, 0xff]))
    #expect(error.problem == "the config in it is not UTF-8 text")
  }
}
