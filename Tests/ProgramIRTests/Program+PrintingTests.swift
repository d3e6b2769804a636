import Arrays
import ProgramIR
import TestSupport
import Testing

/// `Program.description`.
struct ProgramPrintingTests {
  @Test func everyKindOfEquation() throws {
    let program = ProgramBuilder()
    let x = program.input(.float32, [2, 3])
    let half = program.constant(NDArray(Float(0.5)), isWeak: true)
    let table = program.constant(NDArray([1, 2, 3] as [Int32], shape: [3]))
    let scaled = try program.add(.binary(.mul), x, half)
    let best = try program.add(.argReduce(isMaximum: true, axis: 1), scaled)
    let counts = try program.add(.iota(dtype: .int32, shape: [3], axis: 0))
    let isSame = try program.add(.compare(.eq), counts, table)
    let turned = try program.add(.transpose([1, 0]), x)
    let product = try program.add(.dot(.init(contracting: ([1], [0]))), x, turned)
    let batch = try program.add(
      .dot(.init(contracting: ([], []), batch: ([0, 1], [0, 1]))), x, scaled)
    let corner = try program.add(
      .slice(starts: [0, 1], limits: [2, 3], strides: [1, 2]), batch)
    let square = try program.add(.slice(starts: [0, 0], limits: [2, 2], strides: [1, 1]), batch)
    let sums = try program.add(.cumulative(.sum, axis: 1, isReversed: true), square)
    let total = try program.add(.reduce(.max, axes: [0, 1]), sums)
    let word = try program.add(.bitcast(.uint32), total)
    let wide = try program.add(.broadcast(shape: [2, 4], dimensions: []), word)
    let padded = try program.add(.pad(low: [1, 0], high: [0, 2]), wide, word)
    let joined = try program.add(.concatenate(axis: 0), padded, padded)
    let flat = try program.add(.reshape([36]), program.add(.reverse(axes: [0]), joined))
    let small = try program.add(.convert(.int8, isWeak: false), flat)
    let text = program.build(best, isSame, product, corner, small, half).description
    #expect(
      text == """
        { lambda a:float32[2, 3] . let
            b:float32[2, 3] = mul a 0.5:float32*[]
            c:int32[2] = argmax[axis=1] b
            d:int32[3] = iota[dtype=int32 shape=(3,) axis=0]
            e:bool[3] = eq d <int32[3]>
            f:float32[3, 2] = transpose[permutation=[1, 0]] a
            g:float32[2, 2] = dot_general[contract=[1]:[0]] a f
            h:float32[2, 3] = dot_general[contract=[]:[] batch=[0, 1]:[0, 1]] a b
            i:float32[2, 1] = slice[start=[0, 1] limit=[2, 3] strides=[1, 2]] h
            j:float32[2, 2] = slice[start=[0, 0] limit=[2, 2]] h
            k:float32[2, 2] = cumsum[axis=1 reverse=true] j
            l:float32[] = reduce_max[axes=[0, 1]] k
            m:uint32[] = bitcast_convert_type[dtype=uint32] l
            n:uint32[2, 4] = broadcast_in_dim[shape=(2, 4) dimensions=[]] m
            o:uint32[3, 6] = pad[low=[1, 0] high=[0, 2]] n m
            p:uint32[6, 6] = concatenate[axis=0] o o
            q:uint32[6, 6] = rev[axes=[0]] p
            r:uint32[36] = reshape[shape=(36,)] q
            s:int8[36] = convert_element_type[dtype=int8] r
          in (c e g i s 0.5:float32*[]) }
        """)
  }

  @Test func indexingAndWindows() throws {
    let program = ProgramBuilder()
    let x = program.input(.float32, [2, 6, 4])
    let kernel = program.input(.float32, [3, 2, 8])
    let zero = program.constant(NDArray(Float(0)))
    let one = program.constant(NDArray(Int32(1)))
    let places = try program.add(.iota(dtype: .int32, shape: [2, 3], axis: 1))
    let rows = try program.add(.gather(axis: 1, batchCount: 1, outOfBounds: .fill), x, places)
    let last = try program.add(.gather(axis: 2, batchCount: 0, outOfBounds: .clip), rows, one)
    let parts = try program.add(.dynamicSlice(sizes: [1, 3]), last, one, one)
    let whole = try program.add(.dynamicUpdateSlice, last, parts, one, one)
    let orders = try program.add(.sort(axis: 1, keyCount: 2), [whole, places])
    let window = WindowAxis(3, stride: 2, low: 1, high: -1, windowDilation: 2)
    let mixed = try program.add(.conv(Convolution(window: [window], groupCount: 2)), x, kernel)
    let wide = WindowAxis(2, baseDilation: 3)
    let most = try program.add(
      .reduceWindow(.max, [WindowAxis(1), WindowAxis(1), wide]), mixed, zero)
    let text = program.build(orders + [most]).description
    #expect(
      text == """
        { lambda a:float32[2, 6, 4] b:float32[3, 2, 8] . let
            c:int32[2, 3] = iota[dtype=int32 shape=(2, 3) axis=1]
            d:float32[2, 3, 4] = gather[axis=1 batch=1 mode=fill] a c
            e:float32[2, 3] = gather[axis=2 mode=clip] d 1:int32[]
            f:float32[1, 3] = dynamic_slice[sizes=[1, 3]] e 1:int32[] 1:int32[]
            g:float32[2, 3] = dynamic_update_slice e f 1:int32[] 1:int32[]
            h:float32[2, 3] i:int32[2, 3] = sort[axis=1 keys=2] g c
            j:float32[2, 1, 8] = conv_general_dilated[window=[3*2/2+(1,-1)] groups=2] a b
            k:float32[2, 1, 21] = reduce_window_max[[1, 1, 2 over *3]] j 0.0:float32[]
          in (h i k) }
        """)
  }

  @Test func aScanAndItsBody() throws {
    let scan = try ScanTypeTests.scan()
    let program = ProgramBuilder()
    let operands = [
      program.constant(NDArray(Float(2))), program.input(.float32, [2]),
      program.input(.float32, [7, 2]),
    ]
    let text = try program.build(program.add(.scan(scan), operands)).description
    #expect(
      text == """
        { lambda a:float32[2] b:float32[7, 2] . let
            c:float32[2] d:float16[7, 2] = scan[length=7 reverse=false constants=1 carry=1] \
        2.0:float32[] a b
              { lambda a:float32[] b:float32[2] c:float32[2] . let
                  d:float32[2] = add b c
                  e:float32[2] = add d a
                  f:float16[2] = convert_element_type[dtype=float16] e
                in (e f) }
          in (c d) }
        """)
  }

  @Test func namesAfterZ() throws {
    let program = ProgramBuilder()
    var value = program.input(.int32, [])
    for _ in 0..<27 { value = try program.add(.unary(.neg), value) }
    #expect(program.build(value).description.hasSuffix("ab:int32[] = neg aa\n  in (ab) }"))
  }

  @Test func idsDoNotShow() {
    func program(_ id: Int) -> Program {
      let x = Variable(id: id, type: ArrayType(.bool, []))
      let y = Variable(id: id + 3, type: ArrayType(.bool, []))
      return Program(
        inputs: [x],
        equations: [Equation(.unary(.not), inputs: [.variable(x)], outputs: [y])],
        outputs: [.variable(y)])
    }
    #expect(program(0).description == program(12).description)
  }

  @Test(arguments: [
    (NDArray(true), "true:bool[]"), (NDArray(UInt64.max), "18446744073709551615:uint64[]"),
    (NDArray(Int8(-3)), "-3:int8[]"), (NDArray(BFloat16(1.5)), "1.5:bfloat16[]"),
    (NDArray(Float16(0.1)), "0.099975586:float16[]"), (NDArray(0.1), "0.1:float64[]"),
    (NDArray(Float.nan), "nan:float32[]"),
  ])
  func constants(_ array: NDArray, _ text: String) {
    let program = Program(inputs: [], equations: [], outputs: [.constant(array, isWeak: false)])
    #expect(program.description == "{ lambda  . let\n  in (\(text)) }")
  }
}
