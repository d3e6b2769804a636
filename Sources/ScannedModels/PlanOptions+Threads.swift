import Execution

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PlanOptions {
  /// A thread for each processor.
  package static var allProcessors: PlanOptions {
    var options = PlanOptions()
    options.threadCount = max(1, min(1024, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    return options
  }
}
