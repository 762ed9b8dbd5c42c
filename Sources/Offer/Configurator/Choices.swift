import Values

/// What a buyer picked: options, and values of parameters; sorted, each once, at most 100. In JSON an array of texts,
/// an option by its id and a value as `length=180`.
package struct Choices: Hashable, Sendable {
    package let options: [ID<ConfigurationModel.Option>]
    package let values: [Value]

    /// What a parameter was set to.
    package struct Value: Hashable, Sendable {
        package let parameter: ID<ConfigurationModel.Parameter>
        package let number: Int

        package init(_ parameter: ID<ConfigurationModel.Parameter>, _ number: Int) {
            self.parameter = parameter
            self.number = number
        }
    }

    /// More than anybody ticks on one car.
    package static let limit = 100

    package static let none = Self(unchecked: [])

    /// Nil when there are too many, or one twice.
    package init?(_ options: some Sequence<ID<ConfigurationModel.Option>>, values: some Sequence<Value> = []) {
        let sorted = options.sorted()
        let sortedValues = values.sorted { $0.parameter < $1.parameter }
        guard sorted.count + sortedValues.count <= Self.limit,
              zip(sorted, sorted.dropFirst()).allSatisfy({ $0 != $1 }),
              zip(sortedValues, sortedValues.dropFirst()).allSatisfy({ $0.parameter != $1.parameter })
        else { return nil }
        self.options = sorted
        self.values = sortedValues
    }

    /// Nil when one of the texts is no choice, too.
    package init?(texts: some Sequence<some StringProtocol>) {
        var options: [ID<ConfigurationModel.Option>] = []
        var values: [Value] = []
        for text in texts {
            if let option = ID<ConfigurationModel.Option>(String(text)) {
                options.append(option)
            } else if let value = Value(text) {
                values.append(value)
            } else {
                return nil
            }
        }
        self.init(options, values: values)
    }

    private init(unchecked options: [ID<ConfigurationModel.Option>]) {
        self.options = options
        values = []
    }

    package var isEmpty: Bool { options.isEmpty && values.isEmpty }

    /// Each choice as a client writes it.
    package var texts: [String] { options.map(\.text) + values.map(\.description) }

    package func value(of parameter: ID<ConfigurationModel.Parameter>) -> Int? {
        values.first { $0.parameter == parameter }?.number
    }
}

extension Choices.Value: CustomStringConvertible {
    package var description: String { "\(parameter)=\(number)" }

    /// Reads `length=180`; nil when that is no such text.
    package init?(_ text: some StringProtocol) {
        guard let sign = text.firstIndex(of: "="),
              let parameter = ID<ConfigurationModel.Parameter>(String(text[..<sign])),
              let number = Int(text[text.index(after: sign)...]), number.magnitude <= 1_000_000_000
        else { return nil }
        self.init(parameter, number)
    }
}

extension Choices: ExpressibleByArrayLiteral {
    /// For samples and tests; stops the program when the literal has an option twice.
    package init(arrayLiteral options: ID<ConfigurationModel.Option>...) {
        guard let choices = Self(options) else { preconditionFailure("\(options) are no choices") }
        self = choices
    }
}

extension Choices: Codable {
    package init(from decoder: any Decoder) throws {
        let texts = try [String](from: decoder)
        guard let choices = Self(texts: texts) else {
            throw Malformed("choices are at most \(Self.limit) options and values of parameters, each named once")
        }
        self = choices
    }

    package func encode(to encoder: any Encoder) throws {
        if values.isEmpty { try options.encode(to: encoder) } else { try texts.encode(to: encoder) }
    }
}
