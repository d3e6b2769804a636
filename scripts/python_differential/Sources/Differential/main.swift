// Reads calls, a line each, and prints their results: `name TAB argument…` → `ok TAB result` or
// `err TAB class TAB message`. Ints are decimal, floats are bit patterns, texts are escaped.

while let line = readLine() {
  let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  var call = Call(fields)
  do {
    print("ok\t" + (try call.result()))
  } catch let fault as PythonFault {
    print("err\t\(fault.type)\t\(Call.escaped(fault.message))")
  } catch {
    print("err\tunknown\t\(error)")
  }
}
