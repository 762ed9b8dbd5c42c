import Synchronization
import Values

/// Times as HTTP writes them: `Mon, 23 Nov 2026 09:30:00 GMT` (RFC 9110, section 5.6.7).
enum HTTPDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static let last = Mutex<(second: Int64, text: String)>((.min, ""))

    /// Written once a second, however many answers go out.
    static func text(at instant: Instant) -> String {
        let second = instant.seconds
        return last.withLock { last in
            if last.second != second { last = (second, written(instant)) }
            return last.text
        }
    }

    private static func written(_ instant: Instant) -> String {
        let day = instant.day
        let (year, month, dayOfMonth) = day.civil
        let second = Int(instant.seconds) - day.number * 86_400
        // Day 0, 1970-01-01, was a Thursday.
        let weekday = weekdays[((day.number % 7) + 7) % 7]
        return "\(weekday), \(two(dayOfMonth)) \(months[month - 1]) \(year) "
            + "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
