import Values
import Web

/// Asks who buys, and where the invoice and the goods go.
struct AddressPage: CheckoutPage {
    let path: PagePath = "/checkout"
    let step = CheckoutStep.addresses

    func show(_ visit: Visit, _ cart: JSON) async -> Response {
        guard let destinations = await Destinations(visit) else { return visit.sorry(503, .tryAgain) }
        let kept = await KeptAddresses(visit)
        let form = kept.form(for: cart, home: destinations.home, chosen: visit.query["address"])
        return await page(
            "addresses", form.content(visit, destinations).merging(kept.content) { own, _ in own }, cart, visit)
    }

    func take(_ visit: Visit, _ cart: JSON) async -> Response {
        let typed = AddressForm(typed: visit.form, reply: nil)
        let id = cart["id"]?.string ?? ""
        let reply = await visit.api.put("\(OpenCart.path(id))/addresses", typed.json(in: visit.language))
        if reply.isDone { return .go(CheckoutStep.delivery.address).keeping(reply.json, for: visit) }
        guard let destinations = await Destinations(visit) else { return visit.sorry(503, .tryAgain) }
        var content = AddressForm(typed: visit.form, reply: reply).content(visit, destinations)
        content.merge(await KeptAddresses(visit).content) { own, _ in own }
        if reply.faults.isEmpty { content["refusal"] = Refusals.text(reply, in: visit.language) }
        return await page("addresses", content, cart, visit, status: reply.status)
    }
}
