import Values
import Web

/// A customer's account: their orders, their addresses, and all that is theirs to look after.
struct AccountPage: OwnPage {
    let path: PagePath = "/account"
    let door = Door.customer

    private static let pageLength = 20

    func page(_ own: OwnAccount, _ insider: Insider, status: Int) async -> Response {
        let orders = Fields([("after", insider.query["after"] ?? ""), ("limit", "\(Self.pageLength)")]).query
        var replies: [Reply] = []
        for (path, query) in [
            ("/v1/account", ""), ("/v1/account/sessions", ""), ("/v1/account/addresses", ""),
            ("/v1/account/orders", orders),
        ] {
            replies.append(await insider.api.get(path, query))
        }
        if let refused = replies.first(where: { !$0.isDone }) { return insider.sorry(refused) }
        var content = own.content(replies[0].json, replies[1].json)
        let found = (replies[3].json["items"]?.array ?? []).map { Self.order($0, insider) }
        let kept = (replies[2].json["items"]?.array ?? []).map { Self.address($0, insider) }
        content["greeting"] = insider.word("accountHello").replacing("%", with: insider.name)
        content["orders"] = found
        content["hasOrders"] = !found.isEmpty
        content["hasPages"] = insider.query["after"] != nil || replies[3].json["next"]?.string != nil
        content["isFirst"] = insider.query["after"] == nil
        content["next"] = replies[3].json["next"]?.string.map { "/account?after=\(Percent.encoded($0))" }
            ?? false as Any
        content["addresses"] = kept
        content["hasAddresses"] = !kept.isEmpty
        if let done = insider.query["done"], ["address", "address-removed", "claimed"].contains(done) {
            content["done"] = insider.word("account done \(done)")
        }
        return await insider.page("account", content, status: status)
    }

    private static func order(_ order: JSON, _ insider: Insider) -> [String: Any] {
        let state = order["state"]?.string ?? ""
        return [
            "orderLink": "/orders/\(Percent.encoded(order["id"]?.string ?? ""))",
            "orderNumber": order["number"]?.string ?? "",
            "orderTime": order["createdAt"]?.string.flatMap { Instant($0) }
                .map { Readable(insider.language).minute($0) } ?? "",
            "orderTotal": order["total"]?.money.map(insider.visit.amount) ?? "",
            "orderState": insider.word("orderIs \(state)"),
            "orderTone": ["placed": "ok", "closed": "ok", "pending": "warn"][state] ?? "bad",
        ]
    }

    private static func address(_ kept: JSON, _ insider: Insider) -> [String: Any] {
        let id = kept["id"]?.string ?? ""
        return [
            "address": id, "addressLabel": kept["label"]?.string ?? "",
            "addressLink": "/account/addresses/\(Percent.encoded(id))",
            "addressLines": Readable(insider.language).address(kept["address"]),
        ]
    }
}

/// All that the shop knows of a customer, as a file to keep.
struct ExportPage: InsiderPage {
    let path: PagePath = "/account/export"
    let door = Door.customer

    func show(_ insider: Insider) async -> Response {
        let reply = await insider.api.get("/v1/account/export")
        guard reply.isDone else { return insider.sorry(reply) }
        return Response(
            200,
            headers: [
                "Content-Type": "application/json",
                "Content-Disposition": "attachment; filename=\"account.json\"",
            ],
            body: reply.bytes
        ).unstored
    }
}

/// Closes a customer's account, once they have shown their password again.
struct ClosingPage: InsiderPage {
    let path: PagePath = "/account/closing"
    let door = Door.customer

    func show(_ insider: Insider) async -> Response { await Self.page(insider, nil) }

    func take(_ insider: Insider) async -> Response {
        let reply = await insider.api.post("/v1/account/closing", .object(insider.visit.typed(["password"])))
        guard reply.isDone else { return await Self.page(insider, reply) }
        return await AccountForm(visit: insider.visit, door: .customer, name: "closing").note("done closing")
            .leaving(insider.visit, by: .customer)
    }

    private static func page(_ insider: Insider, _ refused: Reply?) async -> Response {
        let form = AccountForm(
            visit: insider.visit, door: .customer, name: "closing", refused: refused,
            links: [("back", Door.customer.account)])
        return await form.page([form.field("password", type: "password", complete: "current-password")])
    }
}
