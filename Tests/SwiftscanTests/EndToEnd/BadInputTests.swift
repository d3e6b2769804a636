import Testing

/// Inputs and params that are missing, broken or don't fit, and what `apply` says of each.
@Suite struct BadInputTests {
  @Test(arguments: all) func isRefused(_ command: BadCommand) throws {
    let workspace = try Workspace(withExample: true)
    try workspace.addBadFiles()
    try workspace.expect(command.command, fails: command.status, saying: command.words)
  }

  private static let all = [
    BadCommand(
      "missing params", "apply --params none.npy --input xs.npy", 66,
      """
      swiftscan: error: none.npy: no such file
        hint: check the name and the directory it is in
      """),
    BadCommand(
      "config for params", "apply --params lstm.yaml --input xs.npy", 65,
      """
      swiftscan: error: lstm.yaml: is not a file of arrays
        expected: a .npy, .npz, safetensors, .pt or MessagePack file
        got:      what looks like text
        hint: a config goes to --config
      """),
    BadCommand(
      "array for params", "apply --params xs.npy --input xs.npy", 65,
      """
      swiftscan: error: xs.npy: holds a single array, not a model's variables
        expected: a file that swiftscan init or Flax wrote
        got:      float32 of shape (16, 20, 3)
        hint: an input goes to --input
      """),
    BadCommand(
      "params that don't fit", "apply --params p.npy --input xs.npy --set features=6", 65,
      """
      swiftscan: error: p.npy:__config__:8:5: params/ScanLSTMCell_0/ii/kernel: the parameter doesn't fit the model
            cell: {type: LSTMCell, features: 5}
            ^
        expected: shape (3, 6)
        got:      shape (3, 5)
      """),
    BadCommand(
      "no lengths", "apply --params p.npy --input xs.npy --lengths xs.npy", 65,
      """
      swiftscan: error: xs.npy: lengths must be integers, one for each sequence
        expected: int32[B]
        got:      float32[16, 20, 3]
      """),
    BadCommand(
      "missing input", "apply --params p.npy --input none.npy", 66,
      """
      swiftscan: error: none.npy: no such file
        hint: check the name and the directory it is in
      """),
    BadCommand(
      "folder for input", "apply --params p.npy --input folder", 66,
      """
      swiftscan: error: folder: is a directory, not a file
        hint: give the name of a file in it
      """),
    BadCommand(
      "no input", "apply --params p.npy", 65,
      """
      swiftscan: error: the model needs the input 'xs'
        hint: pass --input xs=FILE.npy
      """),
    BadCommand(
      "wrong rank", "apply --params p.npy --input rank.npy", 65,
      """
      swiftscan: error: rank.npy: xs: the input has the wrong rank
        expected: float32[16, 20, 3]
        got:      float32[16, 20]
      """),
    BadCommand(
      "wrong size", "apply --params p.npy --input size.npy", 65,
      """
      swiftscan: error: size.npy: xs: the input has the wrong size
        expected: float32[16, 20, 3]
        got:      float32[16, 20, 4]
        hint: axis 2 has another size; if any will do, give it a name in the config: \
      float32[16, 20, N]
      """),
    BadCommand(
      "wrong dtype", "apply --params p.npy --input dtype.npy", 65,
      """
      swiftscan: error: dtype.npy: xs: the input has the wrong dtype
        expected: float32[16, 20, 3]
        got:      int32[16, 20, 3]
        hint: save it with array.astype('float32'), or declare int32 in the config
      """),
    BadCommand(
      "complex numbers", "apply --params p.npy --input complex.npy", 65,
      """
      swiftscan: error: complex.npy: xs: the input is complex, and declared as real
        hint: declare it in the config: complex64[…]
      """),
    BadCommand(
      "object array", "apply --params p.npy --input object.npy", 65,
      """
      swiftscan: error: object.npy: object arrays hold Python objects (pickle) and are never loaded
        expected: bool, integers, floats or complex numbers
        got:      '|O'
        hint: save numbers, array.astype(numpy.float32); a dict of arrays, such as a model's \
      variables, with flax.serialization.to_bytes or as safetensors
      """),
    BadCommand(
      "empty file", "apply --params p.npy --input empty.npy", 65,
      """
      swiftscan: error: empty.npy: is empty
        expected: a .npy, .npz, safetensors, .pt or MessagePack file
      """),
    BadCommand(
      "text", "apply --params p.npy --input text.npy", 65,
      """
      swiftscan: error: text.npy: is not a file of arrays
        expected: a .npy, .npz, safetensors, .pt or MessagePack file
        got:      what looks like text
        hint: save arrays with numpy.save
      """),
    BadCommand(
      "cut file", "apply --params p.npy --input cut.npy", 65,
      """
      swiftscan: error: cut.npy: is cut short
        expected: 3840 bytes for float32 of shape (16, 20, 3)
        got:      372 bytes
        hint: write or copy it again
      """),
    BadCommand(
      "params for input", "apply --params p.npy --input p.npy", 65,
      """
      swiftscan: error: p.npy: the input 'xs' is one array, and the file holds 12
        expected: a single array, or one called 'xs'
        got:      params/ScanLSTMCell_0/ii/kernel, params/ScanLSTMCell_0/hi/kernel, \
      params/ScanLSTMCell_0/hi/bias, params/ScanLSTMCell_0/if/kernel, … 8 more
        hint: save it by itself: numpy.save('xs.npy', array)
      """),
    BadCommand(
      "several arrays for input", "apply --params p.npy --input several.npz", 65,
      """
      swiftscan: error: several.npz: the input 'xs' is one array, and the file holds 2
        expected: a single array, or one called 'xs'
        got:      a, b
        hint: save it by itself: numpy.save('xs.npy', array)
      """),
    BadCommand(
      "params of another scan", "apply --params gru.npy --config lstm.yaml --input xs.npy", 65,
      """
      swiftscan: error: lstm.yaml:8:5: params/ScanLSTMCell_0/ii/kernel: the model's variable isn't \
      there
            cell: {type: LSTMCell, features: 5}
            ^
        hint: the model wants params/ScanLSTMCell_0; the params have params/cell
      """),
    BadCommand(
      "empty standard input", "apply --params p.npy --input -", 65,
      """
      swiftscan: error: standard input: is empty
        expected: a .npy, .npz, safetensors, .pt or MessagePack file
      """),
    BadCommand(
      "carry of one array", "apply --params p.npy --input xs.npy --carry rank.npy", 65,
      """
      swiftscan: error: rank.npy: carry: the carry has other parts than the model's
        expected: c, h
        got:      a single value
        hint: pass all of them: --carry c=c.npy --carry h=h.npy
      """),
    BadCommand(
      "carry with a part missing", "apply --params p.npy --input xs.npy --carry h=rank.npy", 65,
      """
      swiftscan: error: rank.npy: carry: the carry has other parts than the model's
        expected: c, h
        got:      h
        hint: pass all of them: --carry c=c.npy --carry h=h.npy
      """),
    BadCommand(
      "config of another model", "apply --params p.npy --input xs.npy --config gru.yaml", 65,
      """
      swiftscan: error: xs.npy: xs: the input has the wrong size
        expected: float32[B, T, 4]
        got:      float32[16, 20, 3]
        hint: axis 2 has another size; if any will do, give it a name in the config: \
      float32[B, T, N]
      """),
    BadCommand(
      "missing config", "apply --params p.npy --input xs.npy --config none.yaml", 66,
      """
      swiftscan: error: none.yaml: no such file
        hint: check the name and the directory it is in
      """),
    BadCommand(
      "array for config", "init xs.npy -o q.npy", 65,
      """
      swiftscan: error: xs.npy: is not a text file
        expected: a YAML config
        hint: swiftscan apply --params takes the file that init wrote
      """),
    BadCommand(
      "config in Latin-1", "init latin.yaml -o q.npy", 65,
      """
      swiftscan: error: latin.yaml:2:3: not UTF-8
        # \u{fffd}
          ^
        expected: text in UTF-8
        got:      the byte 0xe9
        hint: save the file as UTF-8
      """),
    BadCommand(
      "config in UTF-16", "init utf16.yaml -o q.npy", 65,
      """
      swiftscan: error: utf16.yaml:1:1: the file is UTF-16
        expected: UTF-8
        hint: save the file as UTF-8
      """),
    BadCommand(
      "folder for config", "init folder -o q.npy", 66,
      """
      swiftscan: error: folder: is a directory, not a file
        hint: give the name of a file in it
      """),
    BadCommand(
      "size that isn't known", "apply --config gru.yaml --params p.npy --input zeros", 65,
      """
      swiftscan: error: gru.yaml:4:3: the size B of input 'xs' isn't known
          xs: float32[B, T, 4]
          ^
        got:      float32[B, T, 4]
        hint: pass --size B=… --size T=… or --input xs=….npy
      """),
    BadCommand(
      "sizes that disagree", "init gru.yaml -o q.npy --size B=3 --input rank.npy", 65,
      """
      swiftscan: error: rank.npy: xs: the input has the wrong rank
        expected: float32[B, T, 4]
        got:      float32[16, 20]
      """),
  ]
}
