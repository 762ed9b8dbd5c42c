import Values
import Web

/// An account as its owner sees it, and staff who may.
package struct AccountView: View {
    package let id: ID<Account>
    package let kind: Account.Kind
    package let email: EmailAddress
    package let name: ShortText
    package let language: Language
    package let state: Account.State
    package let role: ID<Role>?
    package let place: ID<PlaceName>?
    package let hasSecondFactor: Bool
    package let createdAt: Instant

    package init(_ account: Account) {
        id = account.id
        kind = account.kind
        email = account.email
        name = account.name
        language = account.language
        state = account.state
        role = account.role
        place = account.place
        hasSecondFactor = account.hasSecondFactor
        createdAt = account.createdAt
    }
}

/// A kept address as its owner sees it.
package struct KeptAddressView: View {
    package let id: ID<KeptAddress>
    package let label: ShortText
    package let address: PostalAddress

    package init(_ kept: KeptAddress) {
        id = kept.id
        label = kept.label
        address = kept.address
    }
}

/// All addresses somebody keeps.
package struct KeptAddressesView: View {
    package let items: [KeptAddressView]
}

/// Says that a mail is on its way, if there is anybody to send one to: strangers can't tell by it who has an account.
package struct MailAnnounced: Answer {
    package static var described: [Described] { [Described(202, .none)] }

    package func response() -> Response { Response(202) }
}
