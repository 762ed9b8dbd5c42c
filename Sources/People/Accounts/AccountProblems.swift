import Values
import Web

extension Account.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.wrong, .unconfirmed, .weakPassword, .wrongPassword, .unknownLink, .unknownAddress,
        .tooManyAddresses(limit: Account.addressLimit), .unknown, .lastOwner, .taken(EmailAddress("ada@example.org")!),
        .stillNeeded,
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .wrong:
            Problem(401, "wrong-login", "The address or the password is wrong.",
                    headers: ["WWW-Authenticate": "Bearer realm=\"orderworks\""])
        case .unconfirmed:
            Problem(403, "unconfirmed", "Answer the mail first that was sent to this address.")
        case .weakPassword:
            Problem(422, "weak-password",
                    "Too easy to guess: common words, names and keyboard rows are tried first. Add a word or two.",
                    faults: [Problem.Fault("#/password", "is too easy to guess")])
        case .wrongPassword:
            Problem(422, "wrong-password", "That isn't your password.",
                    faults: [Problem.Fault("#/password", "is not your password")])
        case .unknownLink:
            Problem(410, "unknown-link", "This link was used already, or its time is over; ask for another one.")
        case .unknownAddress:
            Problem(404, "unknown-address", "There is no such address in your account.")
        case .tooManyAddresses(let limit):
            Problem(409, "too-many-addresses", "An account keeps \(limit) addresses at most.",
                    ["limit": .integer(Int64(limit))])
        case .unknown:
            Problem(404, "unknown-account", "There is no such account.")
        case .lastOwner:
            Problem(409, "last-owner", "The last owner stays; make another one first.")
        case .stillNeeded:
            Problem(409, "account-still-needed", "An order of theirs is still under way; erase them once it is over.")
        case .taken(let email):
            Problem(409, "address-taken", "There is an account with that address.", ["email": .string(email.text)])
        }
    }
}
