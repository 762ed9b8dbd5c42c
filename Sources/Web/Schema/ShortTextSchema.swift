import Values

extension ShortText: SchemaDeclaring {
    package static let schema = Schema.string(
        1...lengthLimit, pattern: pattern, example: "Workshop",
        reason: "must be one line of 1 to \(lengthLimit) characters, without spaces at its ends",
        isValid: { ShortText($0) != nil })
}
