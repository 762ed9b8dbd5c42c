/// Writes and reads `Codable` values as JSON.
package enum JSONCoding {
    package static func bytes(_ value: some Encodable) throws -> [UInt8] { preconditionFailure("written next") }
    package static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        preconditionFailure("written next")
    }
}
