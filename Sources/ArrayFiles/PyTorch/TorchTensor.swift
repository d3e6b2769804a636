import Arrays
import Diagnostics

/// Elements in a file of PyTorch, of which tensors are views.
struct TorchStorage: Hashable {
  /// Name of the elements in the file.
  var key: String
  /// Element type; none if the tensors say what the bytes are.
  var elementType: TorchElementType?
  /// Number of elements; of bytes, if they have no type.
  var count: Int

  /// Number of bytes; `nil` if that is more than any memory, or the type isn't known here.
  var byteCount: Int? {
    guard let elementType else { return count }
    guard let dtype = elementType.dtype else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: dtype.byteCount)
    return overflow ? nil : bytes
  }
}

/// Element type of PyTorch: that of a storage (`torch.FloatStorage`), or a dtype (`torch.float32`).
struct TorchElementType: Hashable {
  /// PyTorch's name.
  var name: String

  /// The same dtype here; `nil` if there is none.
  var dtype: DType? { Self.dtypes[name] }

  private static let dtypes: [String: DType] = [
    "FloatStorage": .float32, "DoubleStorage": .float64, "HalfStorage": .float16,
    "BFloat16Storage": .bfloat16, "LongStorage": .int64, "IntStorage": .int32,
    "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8, "BoolStorage": .bool,
    "ComplexFloatStorage": .complex64, "ComplexDoubleStorage": .complex128,
    "float32": .float32, "float64": .float64, "float16": .float16, "bfloat16": .bfloat16,
    "int64": .int64, "int32": .int32, "int16": .int16, "int8": .int8, "uint8": .uint8,
    "uint16": .uint16, "uint32": .uint32, "uint64": .uint64, "bool": .bool,
    "complex64": .complex64, "complex128": .complex128,
  ]
}

/// A tensor in a file of PyTorch: a view of a storage.
struct TorchTensor {
  var storage: TorchStorage
  /// Place of the first element in the storage, in elements.
  var offset: Int
  var sizes: [Int]
  /// Distances of neighbours along each axis, in elements.
  var strides: [Int]
  var elementType: TorchElementType

  /// Dtype and shape.
  ///
  /// - Throws: when the dtype isn't known here, or the tensor reaches beyond its storage.
  var form: ArrayForm {
    get throws(Diagnostic) {
      guard let dtype = elementType.dtype else {
        throw Diagnostic(
          "holds elements of a type that isn't known here", got: "torch.\(elementType.name)",
          hint: "save it as float32, for instance: tensor.float()")
      }
      let shape = Shape(sizes)
      guard sizes.count == strides.count, offset >= 0, sizes.allSatisfy({ $0 >= 0 }) else {
        throw Self.makesNoSense
      }
      _ = try shape.checkedByteCount(elementByteCount: dtype.byteCount)
      guard let byteCount = storage.byteCount, let last = lastElement,
        last < byteCount / dtype.byteCount
      else { throw Self.makesNoSense }
      return ArrayForm(dtype, shape)
    }
  }

  /// Place of the last element in the storage, or -1; `nil` if that is none.
  private var lastElement: Int? {
    if sizes.contains(0) { return -1 }
    var last = offset
    for (size, stride) in zip(sizes, strides) {
      let (distance, isTooLong) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, isTooFar) = last.addingReportingOverflow(distance)
      guard !isTooLong, !isTooFar, stride >= 0 || size <= 1 else { return nil }
      last = sum
    }
    return last
  }

  private static let makesNoSense = Diagnostic(
    "is a view that reaches beyond the elements that are stored", hint: "write or copy it again")

  /// Whether the elements are one after the other, in C order.
  private var isContiguous: Bool {
    zip(sizes, zip(strides, Shape(sizes).strides)).allSatisfy { size, strides in
      size <= 1 || strides.0 == strides.1
    }
  }

  /// The array, of the storage's bytes: shared, if it is contiguous.
  func array(
    _ form: ArrayForm, of bytes: ElementBytes, isSwapped: Bool
  ) throws(Diagnostic) -> NDArray {
    if form.shape.elementCount == 0 || isContiguous {
      let offset = form.shape.elementCount == 0 ? 0 : offset
      return try bytes.dropping(offset * form.dtype.byteCount).array(
        shape: form.shape, dtype: form.dtype, isSwapped: isSwapped, isFortranOrder: false)
    }
    let gathered = try Buffer.paged(byteCount: form.byteCount, for: bytes.fileName) {
      gather(form, from: bytes, into: $0)
    }
    return try ElementBytes(fileName: bytes.fileName, buffer: gathered, offset: 0).array(
      shape: form.shape, dtype: form.dtype, isSwapped: isSwapped, isFortranOrder: false)
  }

  /// Copies the elements in C order.
  private func gather(
    _ form: ArrayForm, from source: ElementBytes, into destination: UnsafeMutableRawBufferPointer
  ) {
    let size = form.dtype.byteCount
    let bytes = source.buffer.bytes
    var index = [Int](repeating: 0, count: sizes.count)
    var position = offset
    for element in 0..<form.shape.elementCount {
      let start = source.offset + position * size
      UnsafeMutableRawBufferPointer(rebasing: destination[element * size..<(element + 1) * size])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + size]))
      for axis in index.indices.reversed() {
        index[axis] += 1
        position += strides[axis]
        if index[axis] < sizes[axis] { break }
        position -= index[axis] * strides[axis]
        index[axis] = 0
      }
    }
  }
}
