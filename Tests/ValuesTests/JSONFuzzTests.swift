import Testbed
import Testing
import Values

/// Documents nobody thought of. The seed stands in the test, so that what fails once fails again.
@Suite struct JSONFuzzTests {
    @Test("what is written reads back as the same value", arguments: 0..<20 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var chance = SplitMix64(seed)
        for _ in 0..<200 {
            let value = Self.value(depth: 0, &chance)
            #expect(try JSON.parse(value.bytes) == value)
        }
    }

    @Test("a mutated document is read or refused, and what is read stays the same", arguments: 0..<20 as Range<UInt64>)
    func mutated(seed: UInt64) throws {
        var chance = SplitMix64(seed &+ 1000)
        var refused = 0
        for _ in 0..<1000 {
            var bytes = Self.value(depth: 0, &chance).bytes
            for _ in 0...Int.random(in: 0..<4, using: &chance) { Self.mutate(&bytes, &chance) }
            do throws(JSON.Fault) {
                let value = try JSON.parse(bytes)
                #expect(try JSON.parse(value.bytes) == value)
            } catch {
                refused += 1
                #expect((0...bytes.count).contains(error.offset))
            }
        }
        #expect((1..<1000).contains(refused))
    }

    private static func mutate(_ bytes: inout [UInt8], _ chance: inout SplitMix64) {
        let place = Int.random(in: 0...bytes.count, using: &chance)
        switch Int.random(in: 0..<5, using: &chance) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &chance), at: place)
        case 1: bytes.insert(Array(#"{}[]",:\0-eu"#.utf8).randomElement(using: &chance)!, at: place)
        case 2: if place < bytes.count { bytes.remove(at: place) }
        case 3: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance) }
        default: bytes.removeSubrange(place...)
        }
    }

    private static func value(depth: Int, _ chance: inout SplitMix64) -> JSON {
        switch Int.random(in: 0..<(depth < 5 ? 9 : 6), using: &chance) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &chance))
        case 2: return .integer(Int64(bitPattern: chance.next()) >> Int64.random(in: 0..<64, using: &chance))
        case 3:
            let real = Double(bitPattern: chance.next())
            return .real(real.isFinite ? real : 0.5)
        case 4, 5: return .string(text(&chance))
        case 6: return .array((0..<Int.random(in: 0..<6, using: &chance)).map { _ in value(depth: depth + 1, &chance) })
        default:
            var object = JSON.Object()
            for _ in 0..<Int.random(in: 0..<6,
                using: &chance) { object[text(&chance)] = value(depth: depth + 1, &chance) }
            return .object(object)
        }
    }

    private static func text(_ chance: inout SplitMix64) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<8, using: &chance) {
            let code = UInt32.random(in: 1...(Bool.random(using: &chance) ? 0x7F : 0x10FFFF), using: &chance)
            if let character = Unicode.Scalar(code) { text.unicodeScalars.append(character) }
        }
        return text
    }
}
