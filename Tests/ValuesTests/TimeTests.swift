import Testing
import Values

@Suite struct TimeTests {
    @Test("a time is read in any offset and written in UTC", arguments: [
        ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"),
        ("2026-11-23T03:28:48.123Z", 1_795_404_528_123, "2026-11-23T03:28:48.123Z"),
        ("2026-11-23t03:28:48.1239z", 1_795_404_528_123, "2026-11-23T03:28:48.123Z"),
        ("2026-11-23T04:58:48.5+01:30", 1_795_404_528_500, "2026-11-23T03:28:48.500Z"),
        ("2026-11-22T23:28:48-04:00", 1_795_404_528_000, "2026-11-23T03:28:48.000Z"),
        ("1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ] as [(String, Int64, String)])
    func instants(text: String, milliseconds: Int64, written: String) throws {
        let instant = try #require(Instant(text))
        #expect(instant.milliseconds == milliseconds)
        #expect(instant.description == written)
    }

    @Test("what is no time is refused", arguments: [
        "", "2026-11-23", "2026-11-23T03:28Z", "2026-11-23T03:28:48", "2026-11-23 03:28:48Z", "2026-11-23T24:00:00Z",
        "2026-11-23T03:60:00Z", "2026-11-23T03:28:60Z", "2026-02-29T00:00:00Z", "2026-11-23T03:28:48.Z",
        "2026-11-23T03:28:48.1234567890Z", "2026-11-23T03:28:48+24:00", "2026-11-23T03:28:48+01:60",
        "2026-11-23T03:28:48+0100",
        " 2026-11-23T03:28:48Z", "2026-11-23T03:28:48Zz", "2026-11-23T٠٣:28:48Z", "2026-11-23T03:28:48.٣Z",
        "2026-11-23T03:28:48+0٣:00",
    ])
    func noInstants(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test("days are counted as the calendar does")
    func days() throws {
        #expect(Day("1970-01-01")?.number == 0)
        #expect(Day("2000-03-01")?.number == 11_017)
        #expect(Day("1969-12-31")?.number == -1)
        for number in stride(from: -719_528, through: 2_932_896, by: 97) {
            let day = Day(number: number)
            #expect(Day(day.description) == day)
        }
        let early = try #require(Day("2026-09-30"))
        #expect(early < Day(number: early.number + 1))
        #expect(Day(number: early.number + 1).description == "2026-10-01")
    }

    @Test("what is no day is refused", arguments: [
        "", "2026", "2026-1-01", "2026-13-01", "2026-00-10", "2026-01-00", "2026-02-30", "1900-02-29", "26-01-01",
        "2026-01-01-", "２026-01-01",
        "+026-01-01", "2026-01-1a",
    ])
    func noDays(text: String) {
        #expect(Day(text) == nil)
    }

    @Test("an instant falls on its day in UTC, before 1970 too")
    func dayOfInstant() {
        #expect(Instant(milliseconds: 86_399_999).day.number == 0)
        #expect(Instant(milliseconds: 86_400_000).day.number == 1)
        #expect(Instant(milliseconds: -1).day.number == -1)
        #expect(Instant(milliseconds: -86_400_000).day.number == -1)
        #expect(Instant(milliseconds: -86_400_001).day.number == -2)
    }

    @Test("spans add to instants, and seconds round down")
    func spans() {
        let start = Instant(seconds: 100)
        #expect(start + .minutes(2) == Instant(seconds: 220))
        #expect(start - .hours(1) == Instant(seconds: -3500))
        #expect(start + .days(1) - start == .hours(24))
        #expect(Instant(milliseconds: 1999).seconds == 1)
        #expect(Instant(milliseconds: -1).seconds == -1)
        #expect(Instant(milliseconds: -1000).seconds == -1)
        #expect(Instant(milliseconds: -1001).seconds == -2)
    }
}
