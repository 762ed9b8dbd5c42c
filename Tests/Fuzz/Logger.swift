/// Stands for the log, which no parser writes to: so that the fuzzer needs no library but ours.
package struct Logger: Sendable {
    package func debug(_ message: String, metadata: [String: String]) {}
    package func error(_ message: String, metadata: [String: String]) {}
}
