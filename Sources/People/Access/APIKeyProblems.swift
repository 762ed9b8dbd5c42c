import Values
import Web

extension APIKey.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown, .nameTaken("workshop"), .lastKey, .tooMany(limit: APIKey.limit), .expired,
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown:
            Problem(404, "unknown-key", "There is no such key.")
        case .nameTaken(let name):
            Problem(409, "key-name-taken", "There is or was a key of that name, or it is an e-mail address.",
                    ["name": .string(name.text)])
        case .lastKey:
            Problem(409, "last-key", "The last key of an owner can't be revoked; make another one, or an owner, first.")
        case .tooMany(let limit):
            Problem(409, "too-many-keys", "The shop holds \(limit) keys at most.", ["limit": .integer(Int64(limit))])
        case .expired:
            Problem(422, "key-expired", "A key must end later than now.")
        }
    }
}
