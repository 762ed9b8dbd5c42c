import Values
import Web

/// One postal address that a customer keeps, or a new one to keep.
struct KeptAddressPage: InsiderPage {
    let path: PagePath = "/account/addresses/*"
    let door = Door.customer

    /// Stands for an address that isn't kept yet.
    static let new = "new"

    func show(_ insider: Insider) async -> Response {
        guard let destinations = await Destinations(insider.visit) else { return insider.visit.sorry(503, .tryAgain) }
        guard !Self.isNew(insider) else {
            return await Self.page(insider, AddressForm(kept: .null, home: destinations.home), "", nil, destinations)
        }
        let reply = await insider.api.get("/v1/account/addresses")
        guard reply.isDone else { return insider.sorry(reply) }
        let kept = (reply.json["items"]?.array ?? []).first { $0["id"]?.string == insider.visit.parts[0] }
        guard let kept else { return insider.visit.sorry(404, .noSuchPage) }
        let form = AddressForm(kept: kept["address"] ?? .null, home: destinations.home)
        return await Self.page(insider, form, kept["label"]?.string ?? "", nil, destinations)
    }

    func take(_ insider: Insider) async -> Response {
        let (visit, api) = (insider.visit, insider.api)
        let address = "/v1/account/addresses/\(Percent.encoded(visit.parts[0]))"
        if visit.form["do"] == "remove" {
            let reply = await api.delete(address)
            // What is gone already is what was wanted.
            guard reply.isDone || reply.status == 404 else { return insider.sorry(reply) }
            return .go("/account?done=address-removed")
        }
        let member = Self.isNew(insider) ? "address" : "content"
        var body = visit.typed(["label"])
        body[member] = AddressForm(typed: visit.form, reply: nil).firstAddress
        let reply = Self.isNew(insider)
            ? await api.post("/v1/account/addresses", .object(body)) : await api.put(address, .object(body))
        guard !reply.isDone else { return .go("/account?done=address") }
        guard let destinations = await Destinations(visit) else { return visit.sorry(503, .tryAgain) }
        let form = AddressForm(typed: visit.form, reply: reply, at: "#/\(member)")
        return await Self.page(insider, form, visit.form["label"] ?? "", reply, destinations)
    }

    private static func isNew(_ insider: Insider) -> Bool { insider.visit.parts[0] == new }

    private static func page(
        _ insider: Insider, _ address: AddressForm, _ label: String, _ refused: Reply?, _ destinations: Destinations
    ) async -> Response {
        let form = AccountForm(visit: insider.visit, door: .customer, name: "address", refused: refused)
        var content = address.content(of: insider.visit, destinations)
        content["label"] = [form.field("label", usually: label)]
        return await form.page("kept-address", content)
    }
}
