/// A body as HTML forms send it (`application/x-www-form-urlencoded`), which is what Stripe's API takes.
struct FormBody {
    private(set) var bytes: [UInt8] = []

    init(_ fields: KeyValuePairs<String, String>) {
        for (name, value) in fields {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            append(name)
            bytes.append(UInt8(ascii: "="))
            append(value)
        }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// All but RFC 3986's unreserved characters is percent-encoded: valid in a body and in a query alike.
    private mutating func append(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
            }
        }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
