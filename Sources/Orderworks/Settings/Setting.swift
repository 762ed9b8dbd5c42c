import Values

/// One thing that whoever runs the shop can set: as a flag (`--port 9000`), in the environment (`ORDERWORKS_PORT`), or
/// in a JSON file (`{"port": 9000}`). Declared once; help, checks and reading come from here.
package struct Setting<Value: Sendable>: DeclaredSetting {
    package let name: String
    package let form: SettingForm
    package let isSecret: Bool
    package let sentence: String
    /// What holds when it isn't set; nil when nothing does.
    let fallback: Value?
    private let read: @Sendable (String) throws(Malformed) -> Value
    private let write: @Sendable (Value) -> String

    init(
        _ name: String, _ form: SettingForm, fallback: Value?, isSecret: Bool = false, _ sentence: String,
        read: @escaping @Sendable (String) throws(Malformed) -> Value, write: @escaping @Sendable (Value) -> String
    ) {
        self.name = name
        self.form = form
        self.fallback = fallback
        self.isSecret = isSecret
        self.sentence = sentence
        self.read = read
        self.write = write
    }

    package func value(from text: String) throws(Malformed) -> any Sendable { try read(text) }

    package var fallbackText: String? { fallback.map(write) }
}

/// A setting of any type, for lists of them.
package protocol DeclaredSetting: Sendable {
    var name: String { get }
    var form: SettingForm { get }
    /// Whether its value must never be shown.
    var isSecret: Bool { get }
    /// One sentence for `orderworks help`.
    var sentence: String { get }
    var fallbackText: String? { get }

    /// Throws `Malformed`, with a reason for people, for a text that is none of its values.
    func value(from text: String) throws(Malformed) -> any Sendable
}

extension DeclaredSetting {
    package var variable: String {
        "ORDERWORKS_" + String(name.uppercased().map { $0 == "-" ? "_" : $0 })
    }
}

/// How a setting is written.
package enum SettingForm: Sendable, Equatable {
    /// A word that stands for its value in help: `--port PORT`.
    case value(String)
    /// Given or not: `--empty`.
    case flag
}

extension Setting where Value == Int {
    static func integer(
        _ name: String, _ word: String, _ range: ClosedRange<Int>, fallback: Int?, _ sentence: String
    ) -> Self {
        Self(name, .value(word), fallback: fallback, sentence) { text throws(Malformed) in
            guard let number = Int(text), range.contains(number) else {
                throw Malformed("must be an integer from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        } write: { String($0) }
    }
}

extension Setting where Value == Bool {
    static func flag(_ name: String, _ sentence: String) -> Self {
        Self(name, .flag, fallback: false, sentence) { text throws(Malformed) in
            switch text {
            case "true": return true
            case "false": return false
            default: throw Malformed("must be true or false")
            }
        } write: { String($0) }
    }
}

extension Setting where Value == String {
    static func text(
        _ name: String, _ word: String, fallback: String? = nil, isSecret: Bool = false, _ sentence: String
    ) -> Self {
        Self(name, .value(word), fallback: fallback, isSecret: isSecret, sentence) { text throws(Malformed) in
            guard !text.isEmpty else { throw Malformed("must not be empty") }
            return text
        } write: { $0 }
    }

    /// An address that begins with one of `schemes`, kept without a slash at its end.
    static func address(_ name: String, schemes: [String], _ sentence: String) -> Self {
        Self(name, .value("URL"), fallback: nil, sentence) { text throws(Malformed) in
            let scheme = schemes.first { text.hasPrefix("\($0)://") && text.utf8.count > $0.utf8.count + 3 }
            guard scheme != nil, !text.contains(where: \.isWhitespace) else {
                let beginnings = schemes.map { "\($0)://" }.joined(separator: " or ")
                throw Malformed("must be an address that begins with \(beginnings)")
            }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        } write: { $0 }
    }
}

extension Setting where Value: RawRepresentable<String> & CaseIterable {
    static func choice(_ name: String, fallback: Value? = nil, _ sentence: String) -> Self {
        let names = Value.allCases.map(\.rawValue).joined(separator: "|")
        let word = names.utf8.count > 60 ? name.uppercased() : names
        return Self(name, .value(word), fallback: fallback, sentence) { text throws(Malformed) in
            guard let value = Value(rawValue: text) else { throw Malformed("must be one of \(names)") }
            return value
        } write: { $0.rawValue }
    }
}
