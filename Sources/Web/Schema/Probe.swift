import Values

extension Schema {
    /// The schema of any `Decodable`, found by letting it decode from a decoder that writes down what it asks for.
    ///
    /// Throws `Unprobed` for what doesn't show itself that way: sums with payloads, types that contain themselves or
    /// refuse the sample they are given. Those declare their schema (`SchemaDeclaring`).
    package static func of<Value: Decodable>(_ type: Value.Type) throws(Unprobed) -> Schema {
        try Probe.walk(type, at: [], within: []).schema
    }

    /// A type whose schema can't be derived; `member` is the path to what is in the way.
    package struct Unprobed: Error, CustomStringConvertible {
        package let type: String
        package let member: String
        package let reason: String

        package var description: String { "\(type)\(member.isEmpty ? "" : ", member \(member)"): \(reason)" }
    }
}

/// Finds the schema of one type, and a value of it to go on with.
enum Probe {
    /// Types nest no deeper than this; what does contains itself.
    static let depthLimit = 24

    static func walk<Value: Decodable>(
        _ type: Value.Type, at path: [String], within outer: [any Decodable.Type]
    ) throws(Schema.Unprobed) -> (schema: Schema, value: Value) {
        func unprobed(_ reason: String) -> Schema.Unprobed {
            Schema.Unprobed(type: readable(type), member: path.joined(separator: "."), reason: reason)
        }
        guard outer.count < depthLimit, !outer.contains(where: { $0 == type }) else {
            throw unprobed("contains itself, so it has to declare its schema")
        }
        if let scalar = scalar(type) { return (scalar.schema, scalar.value) }
        if let declared = type as? any SchemaDeclaring.Type {
            return (named(declared.schema, after: type), try value(of: type, fitting: declared.schema, unprobed))
        }
        if let choice = type as? any StringChoice.Type {
            let names = choice.names
            guard let value = choice.first as? Value else { throw unprobed("has no cases") }
            return (Schema.choice(names).named(String(reflecting: type)), value)
        }
        let inner = outer + [type]
        do {
            if let wrapper = type as? any ProbedWrapper.Type {
                let (schema, value) = try wrapper.probed(at: path, within: inner)
                guard let value = value as? Value else { throw unprobed("is not the collection it seems") }
                return (schema, value)
            }
            let recorder = Recorder(path: path, types: inner)
            let value = try Value(from: Decoding(recorder: recorder))
            let schema = try recorder.schema()
            if Mirror(reflecting: value).displayStyle == .enum, !(type is any RawRepresentable.Type) {
                throw unprobed("is a sum with payloads, so it has to declare its schema")
            }
            return (named(schema, after: type), value)
        } catch let fault as Schema.Unprobed {
            throw fault
        } catch {
            throw unprobed("refuses a sample (\(error)), so it has to declare its schema, or its cases by CaseIterable")
        }
    }

    private static func value<Value: Decodable>(
        of type: Value.Type, fitting schema: Schema, _ unprobed: (String) -> Schema.Unprobed
    ) throws(Schema.Unprobed) -> Value {
        guard let sample = schema.sample else { throw unprobed("its schema has a pattern and no example") }
        let faults = schema.faults(in: sample)
        guard faults.isEmpty else { throw unprobed("its schema's example doesn't fit its schema: \(faults)") }
        do {
            return try Upload.$arriving.withValue(.sample) { try JSONCoding.value(type, from: sample) }
        } catch {
            throw unprobed("can't be read from its schema's own sample: \(error)")
        }
    }

    /// Objects, choices and sums get a name of their own in the API document; scalars stand where they are used.
    private static func named(_ schema: Schema, after type: any Any.Type) -> Schema {
        switch schema.shape {
        case .object(let members) where !members.isEmpty: schema.named(String(reflecting: type))
        case .choice, .anyOf, .oneOf: schema.named(String(reflecting: type))
        default: schema
        }
    }

    private static func scalar<Value>(_ type: Value.Type) -> (schema: Schema, value: Value)? {
        let found: (Schema, Any)? = switch type {
        case is String.Type: (.string(), "")
        case is Bool.Type: (.boolean, false)
        case is Int.Type: (.integer(), 0)
        case is Int64.Type: (.integer(), Int64(0))
        case is Int32.Type: (.integer(Int64(Int32.min)...Int64(Int32.max)), Int32(0))
        case is Int16.Type: (.integer(Int64(Int16.min)...Int64(Int16.max)), Int16(0))
        case is Int8.Type: (.integer(Int64(Int8.min)...Int64(Int8.max)), Int8(0))
        case is UInt.Type: (.integer(0...Schema.integers.upperBound), UInt(0))
        case is UInt64.Type: (.integer(0...Schema.integers.upperBound), UInt64(0))
        case is UInt32.Type: (.integer(0...Int64(UInt32.max)), UInt32(0))
        case is UInt16.Type: (.integer(0...Int64(UInt16.max)), UInt16(0))
        case is UInt8.Type: (.integer(0...Int64(UInt8.max)), UInt8(0))
        case is Double.Type: (Schema(.number(Schema.numbers)), Double(0))
        case is Float.Type: (Schema(.number(Schema.numbers)), Float(0))
        default: nil
        }
        return found.flatMap { schema, value in (value as? Value).map { (schema, $0) } }
    }

    /// `Trade.Cart.Line` as `Cart.Line`.
    static func readable(_ type: any Any.Type) -> String {
        let full = String(reflecting: type)
        return full.split(separator: ".", maxSplits: 1).last.map(String.init) ?? full
    }
}

/// A String enum that can tell its cases.
private typealias StringChoice = CaseIterable & RawRepresentable<String>

extension CaseIterable where Self: RawRepresentable<String> {
    fileprivate static var names: [String] { allCases.map(\.rawValue) }
    fileprivate static var first: Any? { allCases.first }
}

/// A type of the standard library whose own decoding would not show what it holds.
private protocol ProbedWrapper {
    static func probed(at path: [String], within types: [any Decodable.Type]) throws -> (Schema, Any)
}

extension Optional: ProbedWrapper where Wrapped: Decodable {
    fileprivate static func probed(at path: [String], within types: [any Decodable.Type]) throws -> (Schema, Any) {
        let (schema, value) = try Probe.walk(Wrapped.self, at: path, within: types)
        return (schema.nullable, Optional(value) as Any)
    }
}

extension Array: ProbedWrapper where Element: Decodable {
    fileprivate static func probed(at path: [String], within types: [any Decodable.Type]) throws -> (Schema, Any) {
        (.array(try Probe.walk(Element.self, at: path + ["[]"], within: types).schema), [Element]())
    }
}

extension Set: ProbedWrapper where Element: Decodable {
    fileprivate static func probed(at path: [String], within types: [any Decodable.Type]) throws -> (Schema, Any) {
        (.array(try Probe.walk(Element.self, at: path + ["[]"], within: types).schema), Set<Element>())
    }
}

extension Dictionary: ProbedWrapper where Key: Decodable, Value: Decodable {
    fileprivate static func probed(at path: [String], within types: [any Decodable.Type]) throws -> (Schema, Any) {
        let value = try Probe.walk(Value.self, at: path + ["{}"], within: types).schema
        if Key.self == String.self { return (.dictionary(value), [Key: Value]()) }
        let key = try Probe.walk(Key.self, at: path + ["{}"], within: types).schema
        let isKey = Key.self is any CodingKeyRepresentable.Type
        switch key.shape {
        case .string where isKey, .choice where isKey:
            return (.dictionary(value, keys: key), [Key: Value]())
        default:
            throw Schema.Unprobed(
                type: Probe.readable(Self.self), member: path.joined(separator: "."),
                reason: "its keys are no texts in JSON; make \(Key.self) one that is, and CodingKeyRepresentable")
        }
    }
}
