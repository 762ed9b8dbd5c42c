/// Five bits to a character, without the letters that are mistaken for digits (https://www.crockford.com/base32.html),
/// in lower case; the last character is filled up with zeros.
enum Base32 {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity((bytes.count * 8 + 4) / 5)
        var (rest, count) = (UInt(0), 0)
        for byte in bytes {
            rest = rest << 8 | UInt(byte)
            count += 8
            while count >= 5 {
                count -= 5
                characters.append(alphabet[Int(rest >> UInt(count)) & 31])
            }
            rest &= 1 << UInt(count) - 1
        }
        if count > 0 { characters.append(alphabet[Int(rest << UInt(5 - count)) & 31]) }
        return String(decoding: characters, as: UTF8.self)
    }
}
