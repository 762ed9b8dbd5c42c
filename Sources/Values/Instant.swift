/// A point in time, to the millisecond, counted from 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package init(seconds: Int64) { milliseconds = seconds * 1000 }

    package var seconds: Int64 { milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000 }

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    package static func + (instant: Self, span: Span) -> Self {
        Self(milliseconds: instant.milliseconds + span.milliseconds)
    }

    package static func - (instant: Self, span: Span) -> Self {
        Self(milliseconds: instant.milliseconds - span.milliseconds)
    }

    package static func - (later: Self, earlier: Self) -> Span {
        Span(milliseconds: later.milliseconds - earlier.milliseconds)
    }

    /// How long something takes, to the millisecond.
    package struct Span: Hashable, Comparable, Sendable {
        package let milliseconds: Int64

        package init(milliseconds: Int64) { self.milliseconds = milliseconds }

        package static func milliseconds(_ count: Int64) -> Self { Self(milliseconds: count) }
        package static func seconds(_ count: Int64) -> Self { Self(milliseconds: count * 1000) }
        package static func minutes(_ count: Int64) -> Self { .seconds(count * 60) }
        package static func hours(_ count: Int64) -> Self { .minutes(count * 60) }
        package static func days(_ count: Int64) -> Self { .hours(count * 24) }

        package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
    }

    /// The day in UTC on which this instant falls.
    package var day: Day {
        let sinceMidnight = (milliseconds % 86_400_000 + 86_400_000) % 86_400_000
        return Day(number: Int((milliseconds - sinceMidnight) / 86_400_000))
    }
}

extension Instant: CustomStringConvertible {
    /// `2026-11-23T03:28:48.123Z`
    package var description: String {
        let day = day
        let (year, month, dayOfMonth) = day.civil
        let rest = Int(milliseconds - Int64(day.number) * 86_400_000)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T\(padded(rest / 3_600_000, 2)):"
            + "\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2)).\(padded(rest % 1000, 3))Z"
    }

    /// Reads RFC 3339 (https://www.rfc-editor.org/rfc/rfc3339) with any offset and up to nine decimals of a second.
    package init?(_ text: String) {
        guard let match = text.wholeMatch(of: Self.format),
              let day = Day("\(match.1)"),
              let hour = Int64(match.2), hour < 24, let minute = Int64(match.3), minute < 60,
              let second = Int64(match.4), second < 60 else { return nil }
        var offset: Int64 = 0
        if let hours = match.7.flatMap({ Int64($0) }), let minutes = match.8.flatMap({ Int64($0) }) {
            guard hours < 24, minutes < 60 else { return nil }
            offset = (hours * 60 + minutes) * (match.6 == "-" ? -1 : 1)
        }
        let fraction = match.5.flatMap { Int64(("\($0)" + "000").prefix(3)) } ?? 0
        let seconds = Int64(day.number) * 86_400 + hour * 3600 + (minute - offset) * 60 + second
        self.init(milliseconds: seconds * 1000 + fraction)
    }

    private nonisolated(unsafe) static let format =
        /([0-9-]{10})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))/
}

/// A calendar day, without a time or a zone. Written `2026-11-23`.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let number: Int

    package init(number: Int) { self.number = number }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
              parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
              let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
              (1...12).contains(month), day >= 1 else { return nil }
        self.init(year: year, month: month, day: day)
        guard civil == (year, month, day) else { return nil }
    }

    package var description: String { "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))" }

    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    package init(year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The same source, civil_from_days.
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = yearOfEra + era * 400 + (month < 10 ? 0 : 1)
        return (year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let instant = Self(text) else { throw Malformed("a time is written 2026-11-23T03:28:48Z") }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Day: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = Self(text) else { throw Malformed("a day is written 2026-11-23") }
        self = day
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
