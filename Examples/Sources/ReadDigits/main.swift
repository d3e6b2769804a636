import ScannedModels

/// The folder of the models that come with swiftscan.
let configs =
  #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
  .joined(separator: "/") + "/configs"

let model = try ScannedModel(config: "\(configs)/digits.yaml")
let variables = try model.variables(contentsOf: "\(configs)/digits/params.npy")
let images = try readArrayFile("\(configs)/digits/images.npy").tree
let labels =
  try readArrayFile("\(configs)/digits/labels.npy").tree.leaf?.elements(as: Int32.self) ?? []

guard let logits = try model.apply(variables, inputs: ["xs": images]).ys?.leaf else {
  fatalError("the model gives no outputs")
}
let scores = logits.elements(as: Float.self)
let read = labels.indices.map { digit in
  (0..<10).max { scores[digit * 10 + $0] < scores[digit * 10 + $1] } ?? 0
}

let pixels = images.leaf?.elements(as: Float.self) ?? []
for row in 0..<8 {
  let line = (0..<6).map { digit in
    (0..<8).map { column in
      let value = pixels[digit * 64 + row * 8 + column]
      return value > 0.66 ? "██" : value > 0.33 ? "▒▒" : value > 0.1 ? "░░" : "  "
    }.joined()
  }
  print(line.joined(separator: "  "))
}
print((0..<6).map { "read as \(read[$0]), is \(labels[$0])".padded(to: 18) }.joined())

let right = zip(read, labels).filter { $0 == Int($1) }.count
print("\(right) of \(labels.count) digits are right")

extension String {
  /// This with spaces up to a length.
  func padded(to length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - count))
  }
}
