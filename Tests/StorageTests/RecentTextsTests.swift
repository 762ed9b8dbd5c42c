import Storage
import Testbed
import Testing

/// What was read lately is not read again, and only the same text means the same.
@Suite("Texts that were read lately")
struct RecentTextsTests {
    @Test("a text that was noted is known, another is not, and the oldest goes when there are too many")
    func noted() {
        let recent = RecentTexts<Int>(limit: 2)
        recent.note(1, readFrom: "one")
        recent.note(2, readFrom: "two")
        recent.note(2, readFrom: "two")
        #expect(recent.value(of: "one") == 1)
        #expect(recent.value(of: "one ") == nil)
        recent.note(3, readFrom: "three")
        #expect(recent.value(of: "one") == nil)
        #expect(recent.value(of: "two") == 2)
        #expect(recent.value(of: "three") == 3)
    }

    @Test("a text that only reads the same is another one")
    func composed() {
        let recent = RecentTexts<Int>(limit: 2)
        recent.note(1, readFrom: "\u{FC}ber")
        #expect(recent.value(of: "u\u{308}ber") == nil)
        #expect(recent.value(of: "\u{FC}ber") == 1)
    }

    @Test("long texts that differ in one letter anywhere are two", arguments: [0, 95, 96, 200, 303, 304, 399])
    func long(place: Int) {
        let recent = RecentTexts<Int>(limit: 2)
        let text = String(repeating: "a", count: 400)
        var other = Array(text.utf8)
        other[place] = UInt8(ascii: "b")
        recent.note(1, readFrom: text)
        #expect(recent.value(of: String(decoding: other, as: UTF8.self)) == nil)
        #expect(recent.value(of: text) == 1)
        #expect(recent.value(of: text + "a") == nil)
    }

    private static let migration = Migration(
        1001, "texts", "CREATE TABLE texts (number BIGINT NOT NULL PRIMARY KEY, text {json} NOT NULL) {strict}")
    private static let select: Statement = "SELECT text FROM texts WHERE number = $number"
    private static let insert: Statement = "INSERT INTO texts (number, text) VALUES ($number, $text)"

    @Test("a column is read by the text that it holds, and known where that was stored by this program")
    func column() async throws {
        let database = try await TestDatabase.open([Self.migration])
        let recent = RecentTexts<[String]>(limit: 4)
        try await database.write { db in
            try db.run(Self.insert, ["number": 1, "text": StoredJSON(["mine"], noting: recent)])
            try db.run(Self.insert, ["number": 2, "text": #"["others"]"#])
        }
        // What is noted stands for what is read: nothing else could answer this.
        recent.note(["noted"], readFrom: #"["others"]"#)
        let found = try await database.read { db in
            try (1...2).map { number in
                try db.first(Self.select, ["number": number]) { row in try row.json("text", recent) } ?? []
            }
        }
        #expect(found == [["mine"], ["noted"]])
        #expect(recent.value(of: #"["mine"]"#) == ["mine"])
        await database.close()
    }
}
