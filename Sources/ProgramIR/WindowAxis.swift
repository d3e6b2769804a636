/// Size, strides, padding and dilation of a window along one axis, in the words of
/// `lax.reduce_window`.
public struct WindowAxis: Hashable, Codable, Sendable {
  /// Number of elements in the window.
  public var size: Int
  /// Distance between two positions of the window, in places of the dilated axis.
  public var stride: Int
  /// Padding before the first element; negative cuts off.
  public var low: Int
  /// Padding after the last element; negative cuts off.
  public var high: Int
  /// Distance between neighbours of the axis; the places between hold no element (`base_dilation`).
  public var baseDilation: Int
  /// Distance between neighbours in the window (`window_dilation`).
  public var windowDilation: Int

  /// A window of `size` that moves by `stride`, inside the axis unless it is padded.
  public init(
    _ size: Int, stride: Int = 1, low: Int = 0, high: Int = 0, baseDilation: Int = 1,
    windowDilation: Int = 1
  ) {
    self.size = size
    self.stride = stride
    self.low = low
    self.high = high
    self.baseDilation = baseDilation
    self.windowDilation = windowDilation
  }

  /// Number of positions of the window over an axis of `count` elements; `nil` when the sizes make
  /// no sense.
  public func placeCount(over count: Int) -> Int? {
    guard stride > 0, let extent = Self.dilated(count, by: baseDilation),
      let reach = Self.dilated(size, by: windowDilation),
      low.magnitude <= Self.limit, high.magnitude <= Self.limit
    else { return nil }
    let room = max(low + extent + high, 0) - reach
    return room < 0 ? 0 : room / stride + 1
  }

  /// Index of the element at `offset` in the window at position `place`; `nil` in padding or
  /// between elements.
  public func source(place: Int, offset: Int, count: Int) -> Int? {
    let position = place * stride + offset * windowDilation - low
    guard position >= 0, position % baseDilation == 0, position / baseDilation < count else {
      return nil
    }
    return position / baseDilation
  }

  /// From the first to the last of `count` elements that are `step` apart.
  private static func dilated(_ count: Int, by step: Int) -> Int? {
    if count == 0 { return step > 0 ? 0 : nil }
    let (distance, overflows) = (count - 1).multipliedReportingOverflow(by: step)
    return count < 0 || step <= 0 || overflows || distance >= limit ? nil : distance + 1
  }

  /// Upper limit of all lengths; sums of a few of them can't overflow.
  private static let limit = Int.max / 4
}

/// The parameters of a convolution: `[N, S…, I]` with a kernel `[K…, I / groups, O]` gives
/// `[N, P…, O]`, where `P` are the places of a window of size `K` over `S`.
///
/// Channels, of the operand and of the result, are in `groupCount` groups one after another; a
/// group of results sees one of the operand's.
public struct Convolution: Hashable, Codable, Sendable {
  /// The window's axes; their sizes are the kernel's.
  public var window: [WindowAxis]
  /// Number of groups of channels (`feature_group_count`).
  public var groupCount: Int

  /// A convolution of this window.
  public init(window: [WindowAxis], groupCount: Int = 1) {
    self.window = window
    self.groupCount = groupCount
  }
}

extension WindowAxis: CustomStringConvertible {
  /// `3`, with further values only where they aren't the default: `3/2` with a stride, `3+(1,1)`
  /// with padding, `3*2` with a dilation of the window, `2*axis` of the axis.
  public var description: String {
    "\(size)" + (windowDilation == 1 ? "" : "*\(windowDilation)")
      + (stride == 1 ? "" : "/\(stride)") + (low == 0 && high == 0 ? "" : "+(\(low),\(high))")
      + (baseDilation == 1 ? "" : " over *\(baseDilation)")
  }
}

extension Convolution: CustomStringConvertible {
  /// `window=[3/2+(0,1), 3]`, and the number of groups if there are several.
  public var description: String {
    "window=\(window)" + (groupCount == 1 ? "" : " groups=\(groupCount)")
  }
}
