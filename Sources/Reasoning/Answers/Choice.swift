/// What a buyer has settled.
package enum Choice: Sendable, Hashable {
    /// An option is taken, or it is refused.
    case option(String, isTaken: Bool)
    /// A parameter's value lies within a range; `n...n` sets it.
    case parameter(String, ClosedRange<Int>)

    package static func take(_ option: String) -> Choice { .option(option, isTaken: true) }
    package static func refuse(_ option: String) -> Choice { .option(option, isTaken: false) }
    package static func set(_ parameter: String, _ value: Int) -> Choice { .parameter(parameter, value...value) }
}
