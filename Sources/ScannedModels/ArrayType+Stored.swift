import ArrayFiles
import ProgramIR

extension ArrayType {
  /// The type of an array in a file.
  package init(of array: StoredArray) { self.init(array.form.dtype, array.form.shape) }
}
