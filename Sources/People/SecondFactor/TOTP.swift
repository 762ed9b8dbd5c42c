import COath
import Values

/// Codes by the clock (RFC 6238): six digits, thirty seconds, HMAC-SHA-1, which is what authenticator programs speak.
/// By liboath.
enum TOTP {
    static let seedLengthBytes = 20
    static let digits = 6
    static let stepSeconds: Int64 = 30
    /// Steps before and behind the clock's that are taken: phones' clocks are off (RFC 6238, section 5.2).
    static let tolerance: Int64 = 1

    /// The step in which `code` is right; nil when it is in none, or in one that was used up (RFC 6238, section 5.2: a
    /// code is taken once).
    static func step(of code: String, seed: [UInt8], at now: Instant, after used: Int64) -> Int64? {
        let current = now.seconds / stepSeconds
        var found: Int64?
        for step in (current - tolerance)...(current + tolerance) where step > used {
            if Digest.same(Self.code(seed, step: step), code) { found = step }
        }
        return found
    }

    static func code(_ seed: [UInt8], step: Int64) -> String {
        var output = [CChar](repeating: 0, count: digits + 1)
        let result = seed.withUnsafeBytes { bytes in
            oath_totp_generate(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, time_t(step * stepSeconds),
                UInt32(stepSeconds), 0, UInt32(digits), &output)
        }
        precondition(result == OATH_OK.rawValue, "liboath makes no code of a seed of \(seed.count) bytes")
        return String(decoding: output.prefix(digits).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// As authenticator programs take a seed by hand (RFC 4648, base 32, without padding).
    static func written(_ seed: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var (text, rest, count) = ([UInt8](), UInt(0), 0)
        for byte in seed {
            rest = rest << 8 | UInt(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[Int(rest >> UInt(count)) & 31])
            }
            rest &= 1 << UInt(count) - 1
        }
        if count > 0 { text.append(alphabet[Int(rest << UInt(5 - count)) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }
}
