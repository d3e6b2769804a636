import Testing

/// Commands that make no sense, and what is said of each.
@Suite struct BadUsageTests {
  @Test(arguments: all) func isRefused(_ command: BadCommand) throws {
    let workspace = try Workspace(withExample: true)
    try workspace.addBadFiles()
    try workspace.expect(command.command, fails: command.status, saying: command.words)
  }

  /// A name that no collection has, in `--mutable`, is told of: Flax drops it.
  @Test func mutableOfNoCollectionIsTold() throws {
    let workspace = try Workspace(withExample: true)
    let outcome = try workspace.swiftscan(
      "apply", "--params", "p.npy", "--input", "xs.npy", "-q", "--mutable", "batch_stat",
      "--mutable", "params")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == """
        swiftscan: warning: the model has no collection 'batch_stat' to change \
        (--mutable batch_stat)

        """)
  }

  /// So is a key for a stream that nothing has.
  @Test func keyOfNoStreamIsTold() throws {
    let workspace = try Workspace(withExample: true)
    let words = "swiftscan: warning: nothing draws from the stream 'dropuot' (--rng dropuot)\n"
    for command in ["apply --params p.npy --input xs.npy", "init lstm.yaml -o q.npy"] {
      let keys = "--rng dropuot=1 --rng dropout=2"
      let outcome = try workspace.shell("swiftscan \(command) \(keys) -q")
      #expect(outcome.status == 0)
      #expect(outcome.errors == words)
    }
  }

  private static let all = [
    BadCommand(
      "p.npy is there", "init lstm.yaml", 73,
      """
      swiftscan: error: p.npy is there already and may be trained
        hint: pass --force to overwrite it, or -o to write elsewhere
      """),
    BadCommand(
      "p.npy is there, but the config is not", "init none.yaml", 66,
      """
      swiftscan: error: none.yaml: no such file
        hint: check the name and the directory it is in
      """),
    BadCommand(
      "p.npy is there, but the config is wrong", "init text.npy", 65,
      """
      swiftscan: error: text.npy:1:1: wrong type
        hello
        ^
        expected: a map
        got:      the string 'hello'
      """),
    BadCommand(
      "output that is the config", "init lstm.yaml -o ./lstm.yaml", 64,
      """
      swiftscan: error: ./lstm.yaml: would overwrite the config
      """),
    BadCommand(
      "output that is the params", "apply --params p.npy --input xs.npy -o p.npy", 64,
      """
      swiftscan: error: p.npy: would overwrite the params
        hint: write to another file, with -o for instance
      """),
    BadCommand(
      "carry that is the params", "apply --params p.npy --input xs.npy --carry-output ./p.npy", 64,
      """
      swiftscan: error: ./p.npy: would overwrite the params
        hint: write to another file, with -o for instance
      """),
    BadCommand(
      "input that is the default output", "apply --params p.npy --input ys.npy", 64,
      """
      swiftscan: error: ys.npy: would overwrite the input
        hint: write to another file, with -o for instance
      """),
    BadCommand(
      "output that is the input", "apply --params p.npy --input xs.npy -o ./xs.npy", 64,
      """
      swiftscan: error: ./xs.npy: would overwrite the input
        hint: write to another file, with -o for instance
      """),
    BadCommand(
      "output that is a link to the input", "apply --params p.npy --input xs.npy -o link.npy", 64,
      """
      swiftscan: error: link.npy: would overwrite the input
        hint: write to another file, with -o for instance
      """),
    BadCommand(
      "last carry that is the input", "apply --params p.npy --input xs.npy --carry-output xs.npy",
      64,
      """
      swiftscan: error: xs.npy: would overwrite the input
        hint: write to another file, with -o for instance
      """),
    BadCommand(
      "variables that are the input",
      "apply --params p.npy --input xs.npy --mutable true --variables-output xs.npy", 64,
      """
      swiftscan: error: xs.npy: would overwrite the input
        hint: write to another file, with -o for instance
      """),
    BadCommand(
      "output that is the first carry",
      "apply --params p.npy --input xs.npy --carry rank.npy -o rank.npy", 64,
      """
      swiftscan: error: rank.npy: would overwrite the first carry
        hint: write to another file, with -o for instance
      """),
    BadCommand(
      "params that are the input", "init lstm.yaml --input xs.npy -o xs.npy", 64,
      """
      swiftscan: error: xs.npy: would overwrite the input
        hint: write to another file, with -o for instance
      """),
    BadCommand(
      "variables over the params",
      "apply --params p.npy --input xs.npy --mutable true --variables-output p.npy", 64,
      """
      swiftscan: error: p.npy: would overwrite the params
        hint: write to another file, with --variables-output
      """),
    BadCommand(
      "output in a missing folder", "apply --params p.npy --input xs.npy -o none/ys.npy", 73,
      """
      swiftscan: error: none/ys.npy: cannot be created: its directory does not exist
        hint: make its directory first: mkdir -p 'none'
      """),
    BadCommand(
      "output that is a folder", "apply --params p.npy --input xs.npy -o folder", 73,
      """
      swiftscan: error: folder: is a directory, not a file
        hint: give the name of a file in it
      """),
    BadCommand(
      "output of another kind", "apply --params p.npy --input xs.npy -o ys.csv", 64,
      """
      swiftscan: error: ys.csv: arrays can't be written as .csv
        expected: .npy, .npz, .safetensors, .msgpack
      """),
    BadCommand(
      "full disk", "apply --params p.npy --input xs.npy -o /dev/full", 74,
      """
      swiftscan: error: /dev/full: cannot be written: no space left on device
        hint: make room or choose another place
      """),
    BadCommand(
      "one place for two outputs",
      "apply --params p.npy --input xs.npy -o a.npy --carry-output a.npy", 64,
      """
      swiftscan: error: a.npy: is given for two outputs
        hint: give each its own file
      """),
    BadCommand(
      "standard output for two outputs",
      "apply --params p.npy --input xs.npy -o - --carry-output -", 64,
      """
      swiftscan: error: standard output: is given for two outputs
        hint: give each its own file
      """),
    BadCommand(
      "more inputs than the model takes", "apply --params p.npy --input xs.npy --input xs.npy", 64,
      """
      swiftscan: error: xs.npy: there are more inputs than the model takes
        expected: xs
      """),
    BadCommand(
      "one input twice", "apply --params p.npy --input xs=xs.npy --input xs=size.npy", 64,
      """
      swiftscan: error: size.npy: is given for 'xs', and so is xs.npy
      """),
    BadCommand(
      "input of an unknown name", "apply --params p.npy --input foo=xs.npy", 64,
      """
      swiftscan: error: the model has no argument for the input 'foo'
        expected: carry, inputs (carry is the first, xs the one after)
      """),
    BadCommand(
      "field of an unknown name", "apply --params p.npy --input xs.npy --set featurs=5", 64,
      """
      swiftscan: error: the model has no field and no argument 'featurs' to set
        hint: did you mean 'features'?
      """),
    BadCommand(
      "field of an unknown name beside assumed sizes", "init gru.yaml -o q.npy --set featurs=5", 64,
      """
      swiftscan: error: the model has no field and no argument 'featurs' to set
        hint: known: cell, init_key, initial_carry, inputs, keep_order, return_carry, reverse, \
      seq_lengths, split_rngs, time_major, unroll, variable_axes, variable_broadcast, variable_carry
      """),
    BadCommand(
      "field of a wrong value", "apply --params p.npy --input xs.npy --set features=five", 65,
      """
      swiftscan: error: --set features: the field 'features' of LSTMCell must be an integer
        got:      the string 'five'
      """),
    BadCommand(
      "set input", "init lstm.yaml -o q.npy --set inputs=1 --input xs=xs.npy", 64,
      """
      swiftscan: error: 'inputs' is set and also given as an input
      """),
    BadCommand(
      "input by its parameter's name", "apply --params p.npy --input inputs=xs.npy", 64,
      """
      swiftscan: error: the input 'inputs' is called 'xs' in the config
        hint: pass --input xs=FILE
      """),
    BadCommand(
      "size of an unknown name", "init gru.yaml -o q.npy --size N=3", 64,
      """
      swiftscan: error: no input of the config has a size called 'N'
        hint: did you mean 'B'?
      """),
    BadCommand(
      "size where all are fixed", "init lstm.yaml -o q.npy --size B=3", 64,
      """
      swiftscan: error: no input of the config has a size called 'B'
        hint: the sizes of its inputs are all fixed
      """),
    BadCommand(
      "unknown method", "apply --params p.npy --input xs.npy --method decode", 64,
      """
      swiftscan: error: the model has no method 'decode'
        hint: known: __call__
      """),
    BadCommand(
      "misspelt method", "apply --params p.npy --input xs.npy --method __cal__", 64,
      """
      swiftscan: error: the model has no method '__cal__'
        hint: did you mean '__call__'?
      """),
    BadCommand(
      "unknown method with a carry",
      "apply --params p.npy --input xs.npy --carry rank.npy --method decode", 64,
      """
      swiftscan: error: the model has no method 'decode'
        hint: known: __call__
      """),
    BadCommand(
      "no carry to give", "init dense.yaml -o q.npy --carry xs.npy", 64,
      """
      swiftscan: error: xs.npy: the model takes no carry
        hint: an input goes to --input
      """),
    BadCommand(
      "no carry to write", "apply --params d.npy --input rank.npy --carry-output c.npy", 64,
      """
      swiftscan: error: the model returns no carry
        hint: leave out --carry-output
      """),
    BadCommand(
      "no config", "apply --params bare.npz --input rank.npy", 64,
      """
      swiftscan: error: bare.npz: there is no config in the params file
        hint: pass --config FILE; only .npy, .npz and .safetensors files of swiftscan init have it \
      inside
      """),
    BadCommand(
      "misspelt command", "aply --params p.npy --input xs.npy", 64,
      """
      swiftscan: error: aply: no such command
        hint: did you mean 'apply'?
      """),
    BadCommand(
      "config without a command", "lstm.yaml", 64,
      """
      swiftscan: error: lstm.yaml: no such command
        hint: swiftscan init lstm.yaml makes its variables, swiftscan check lstm.yaml checks it
      """),
    BadCommand(
      "file of arrays without a command", "xs.npy", 64,
      """
      swiftscan: error: xs.npy: no such command
        hint: swiftscan apply --params FILE --input xs.npy
      """),
    BadCommand(
      "help for a misspelt command", "help aplly", 64,
      """
      swiftscan: error: aplly: no such command
        hint: did you mean 'apply'?
      """),
    BadCommand(
      "files without options", "apply p.npy xs.npy", 64,
      """
      swiftscan: error: p.npy: unexpected argument
        hint: did you mean '--params p.npy --input xs.npy'?
      """),
    BadCommand(
      "misspelt option", "apply --parms p.npy --input xs.npy", 64,
      """
      swiftscan: error: --parms: no such option
        expected: swiftscan apply --params <file> --input <file> [<options>]
        hint: did you mean '--params'?
      """),
    BadCommand(
      "option of a letter", "apply -p p.npy -i xs.npy", 64,
      """
      swiftscan: error: -p: no such option
        expected: swiftscan apply --params <file> --input <file> [<options>]
        hint: did you mean '--params'?
      """),
    BadCommand(
      "size without an equals sign", "init gru.yaml -o q.npy --size B16", 64,
      """
      swiftscan: error: --size B16: the value makes no sense
        expected: NAME=N, such as B=16
        hint: did you mean '--size B=16'?
      """),
    BadCommand(
      "option without a value", "apply --params p.npy --input xs.npy --threads", 64,
      """
      swiftscan: error: --threads: the value is missing
        expected: a number from 1 to 1024
        hint: see swiftscan apply --help
      """),
    BadCommand(
      "no config to make variables of", "init", 64,
      """
      swiftscan: error: the argument <config> is missing
        expected: swiftscan init [<options>] <config>
        hint: see swiftscan init --help
      """),
    BadCommand(
      "input without an option for init", "init lstm.yaml xs.npy -o q.npy", 64,
      """
      swiftscan: error: xs.npy: unexpected argument
        expected: swiftscan init [<options>] <config>
        hint: an input goes to --input xs.npy
      """),
    BadCommand(
      "no params", "apply --input xs.npy", 64,
      """
      swiftscan: error: no params are given
        hint: pass --params FILE, which swiftscan init writes, or --config FILE for a model without \
      variables
      """),
    BadCommand(
      "params that init didn't write", "init lstm.yaml -o bare.npz", 73,
      """
      swiftscan: error: bare.npz is there already and may be trained
        hint: pass --force to overwrite it, or -o to write elsewhere
      """),
    BadCommand(
      "a part that is filled", "apply --params p.npy --input xs.npy --carry c=ones", 64,
      """
      swiftscan: error: c=ones: a part of an input can't be filled
        hint: fill all of 'carry', or pass files of its parts
      """),
    BadCommand(
      "a fill and a file", "apply --params p.npy --input xs=ones --input xs=xs.npy", 64,
      """
      swiftscan: error: xs.npy: is given for 'xs', and so are ones
      """),
    BadCommand(
      "a filled input of no declared type", "init bare.yaml -o q.npy --input ones", 64,
      """
      swiftscan: error: the shape of the input 'inputs' isn't known
        hint: declare it under inputs: in the config, or pass a file
      """),
    BadCommand(
      "config without an option", "apply lstm.yaml --params p.npy --input xs.npy", 64,
      """
      swiftscan: error: lstm.yaml: unexpected argument
        hint: did you mean '--config lstm.yaml'?
      """),
    BadCommand(
      "input without an option", "apply --params p.npy xs.npy", 64,
      """
      swiftscan: error: xs.npy: unexpected argument
        hint: did you mean '--input xs.npy'?
      """),
  ]
}
