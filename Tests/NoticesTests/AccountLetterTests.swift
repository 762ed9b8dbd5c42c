import Storage
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Notices
@testable import People

@Suite("Letters about accounts")
struct AccountLetterTests {
    private static let letterhead = Letterhead(
        shopName: "Autohaus Süd", address: EmailAddress("shop@autohaus.example")!,
        accountAddress: { kind, owner, token in
            "https://shop.example/\(owner.rawValue)/\(kind.rawValue)?token=\(token ?? "none")"
        })

    private static func account(_ language: Language) -> Account {
        Account(
            id: "account-1", kind: .customer, email: EmailAddress("ada@example.org")!, name: "Ada Lovelace",
            language: language, state: .active, role: nil, place: nil, createdAt: .sample, closedAt: nil,
            hasSecondFactor: false)
    }

    @Test("each says in its reader's language what happened, and where to go", arguments: Language.allCases,
          Mail.Kind.allCases.filter { !$0.isAboutOrder })
    func letters(language: Language, kind: Mail.Kind) throws {
        let leads = [.accountConfirmation, .accountKnown, .accountReset, .accountInvitation, .accountEmailChange]
            .contains(kind)
        let letter = AccountLetter(
            kind: kind, account: Self.account(language), address: Self.account(language).email, reference: "7",
            link: leads ? Self.letterhead.accountAddress(kind, .customer, "t.1") : nil)
        let mail = try letter.mail(Self.letterhead, at: .sample)
        #expect(mail.subject == AccountWords.subject(kind).text(in: language))
        #expect(mail.text.contains(AccountWords.opening(kind).text(in: language)))
        #expect(mail.text.hasPrefix(language == .en ? "Hello Ada Lovelace," : "Guten Tag Ada Lovelace,"))
        #expect(mail.text.contains("token=t.1") == leads && mail.html.contains("token=t.1") == leads)
        #expect(mail.messageID.text == "<account-1.\(kind.rawValue).7@autohaus.example>")
        #expect(mail.to.address.text == "ada@example.org")
    }

    @Test("news of an account becomes one mail, whose link opens its door")
    func mailed() async throws {
        let notices = try await NoticesShop()
        let ports = PeoplePorts.sample(notices.shop)
        let client = try TestClient(
            People.endpoints(ports) + Notices.endpoints(notices.shop), as: ShopAuthenticator(notices.shop))
        let registered = try await client.post("/v1/accounts", [
            "email": "ada@example.org", "name": "Ada", "password": "four sheep on a roof", "language": "de",
        ])
        #expect(registered.status == 202)
        let worker = notices.worker(Mailbox(notices.shop), Self.letterhead)
        try await worker.drain()
        try await worker.drain()
        let reader = try TestClient(Notices.endpoints(notices.shop), as: Anybody(MailReaderOfTest.caller))
        let mails = try await reader.get("/v1/mails").json["items"]?.array ?? []
        #expect(mails.count == 1 && mails[0]["kind"] == "account_confirmation" && mails[0]["order"] == nil)
        let id = try #require(mails[0]["id"]?.string)
        let text = try #require(try await reader.get("/v1/mails/\(id)").json["text"]?.string)
        let token = try #require(text.firstMatch(of: /token=([0-9a-z.]+)/)?.1)
        let confirmed = try await client.post("/v1/accounts/confirmation", [
            "token": .string(String(token)), "password": "four sheep on a roof",
        ])
        #expect(confirmed.status == 201, "\(confirmed.text)")
    }

    @Test("staff don't read mails that let their reader in")
    func hidden() async throws {
        let notices = try await NoticesShop()
        let ports = PeoplePorts.sample(notices.shop)
        let guest = try TestClient(People.endpoints(ports), as: ShopAuthenticator(notices.shop))
        _ = try await guest.post("/v1/accounts", [
            "email": "ada@example.org", "name": "Ada", "password": "four sheep on a roof",
        ])
        try await notices.worker(Mailbox(notices.shop), Self.letterhead).drain()
        let reader = try TestClient(Notices.endpoints(notices.shop), as: Anybody(MailReaderOfTest.caller))
        let id = try #require(try await reader.get("/v1/mails").json["items"]?[0]?["id"]?.string)
        let staff = try TestClient(Notices.endpoints(notices.shop))
        #expect(try await staff.get("/v1/mails").json["items"]?.array?.isEmpty == true)
        #expect(try await staff.get("/v1/mails/\(id)").problem == "unknown-mail")
    }
}

/// Whoever tries the shop out sees all its mails.
private enum MailReaderOfTest {
    static let caller = Caller(.guest, grants: [.mailRead: .all])
}
