/// What a newcomer reads when the shop has opened: what to look at, and an order to place.
struct Greeting {
    let address: String
    /// Only at the first start.
    let key: String?
    /// Where the first owner comes in, as long as there is none.
    let owner: String?
    let settings: Settings

    func say() {
        Program.say("")
        Program.say("Orderworks serves on \(address)")
        Program.say("  shop   \(address)/           API reference  \(address)/reference")
        Program.say("  staff  \(address)/staff      API document   \(address)/openapi.json")
        Program.say("  mails  \(address)/mailbox")
        if let owner {
            Program.say("")
            Program.say("Make yourself the owner (this link is good once, for a week, until the next start):")
            Program.say("  \(owner)")
        }
        if let key {
            Program.say("")
            Program.say("An owner's key for programs, shown this once (over the API as Authorization: Bearer …):")
            Program.say("  \(key)")
        }
        guard !settings[Known.empty], settings.ifSet(Known.bankURL) == nil else { return }
        Program.say("")
        Program.say("Order a set of floor mats:")
        for line in order { Program.say("  \(line)") }
    }

    /// Runs in any shell with curl: each step takes what the one before answered.
    private var order: [String] {
        [
            #"shop=\#(address); json='Content-Type: application/json'"#,
            #"cart=$shop$(curl -s -o /dev/null -w '%header{location}' $shop/v1/carts -H "$json" -d '{}')"#,
            #"curl -s $cart/lines -H "$json" -d '{"product":"floor-mats","quantity":1}' >/dev/null"#,
            #"curl -s -X PUT $cart/addresses -H "$json" -d '{"email":"ada@example.org","invoiceAddress":"#
                + #"{"name":"Ada Lovelace","street":"Hauptstr. 1","postalCode":"10115","city":"Berlin","#
                + #""country":"DE"}}' >/dev/null"#,
            #"curl -s -X PUT $cart/delivery -H "$json" -d '{"method":"ship"}' >/dev/null"#,
            #"curl -s $cart/order -H "$json" -H "Idempotency-Key: $cart" -d '{"payment":{"token":"pm_card_visa"}}'"#,
        ]
    }
}
