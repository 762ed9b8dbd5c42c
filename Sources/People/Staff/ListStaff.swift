import Storage
import Values
import Web

/// Lists who works here.
struct ListStaff: Endpoint {
    static let route = Route(.get, "/v1/staff", .staffManage)
    static let summary = "Lists the staff, those invited and suspended among them, oldest first."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Page<AccountView> {
        let after = try input.page.after(ID<Account>.self)?.text ?? ""
        return try await ports.shop.read { db in
            let staff = try db.all(
                AccountTable.staff, ["after": after, "limit": input.page.limit + 1], AccountTable.account)
            return input.page.page(staff, cursor: { $0.id.text }, show: AccountView.init)
        }
    }
}
