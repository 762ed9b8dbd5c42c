import Values
import Web

/// The forms on an order's page: those that lead on from where the order stands, as far as the key permits.
struct OrderForms {
    private let story: OrderStory
    private let staff: StaffVisit
    private let refused: RefusedForm?

    init(_ story: OrderStory, _ staff: StaffVisit, _ refused: RefusedForm?) {
        self.story = story
        self.staff = staff
        self.refused = refused
    }

    var all: [String: Any] {
        let (mayShip, mayHandOver) = (staff.may(.orderShip), staff.may(.orderHandOver))
        let next = story.nextStep
        return [
            "isUncovered": next != nil && !story.isCovered,
            "ship": mayShip && next == "ship" && story.isCovered ? [ship] : [],
            "ready": mayHandOver && next == "make_ready" && story.isCovered,
            "handOver": mayHandOver && next == "hand_over" && story.isCovered,
            "refund": staff.may(.orderRefund) ? story.refundable.map { [refund($0)] } ?? [] : [],
            "cancel": staff.may(.orderCancel) && story.isCancellable ? [cancel] : [],
        ]
    }

    private func form(_ form: OrderForm) -> StaffForm { StaffForm(form.rawValue, staff, refused) }

    private var shown: ArraySlice<JSON> { story.lines[OrderContent.part(story, staff).range] }

    private var ship: [String: Any] {
        let form = form(.ship)
        return [
            "key": form.key, "linesFault": form.isWrong("lines") ? staff.word("staffNamesNoLine") as Any : false as Any,
            "counts": shown.compactMap { line -> [String: Any]? in
                let left = (line["quantity"]?.integer ?? 0) - (line["shippedCount"]?.integer ?? 0)
                return left > 0 ? count("ship-", line, left: left, usually: String(left), form) : nil
            },
            "fields": [
                form.field("carrier", "staffCarrier", rule: "staffRuleLine", width: .half),
                form.field("tracking", "staffTracking", rule: "staffRuleLine", isOptional: true, width: .half),
            ],
        ]
    }

    private func refund(_ left: JSON) -> [String: Any] {
        let form = form(.refund)
        let counts = story.unrefundedCounts
        return [
            "key": form.key, "isOpen": form.isRefused, "left": staff.written.amount(left),
            "currency": left["currency"]?.string ?? "",
            "counts": zip(shown.indices, shown).compactMap { place, line -> [String: Any]? in
                let left = counts.indices.contains(place) ? counts[place] : 0
                return left > 0 ? count("refund-", line, left: left, usually: "0", form) : nil
            },
            "withDelivery": story.unrefunded["delivery"]?.bool ?? false,
            "deliveryPrice": staff.written.amount(story.order["totals"]?["delivery"]),
            "isDeliveryChosen": !form.value("refundDelivery").isEmpty,
            "fields": [
                form.field(
                    "refundAmount", "staffRefundAmount", rule: "staffRuleAmount", isOptional: true,
                    hint: "staffRefundAmountHint"),
                form.field("refundReason", "staffReason", rule: "staffRuleReason"),
            ],
        ]
    }

    private var cancel: [String: Any] {
        let form = form(.cancel)
        return [
            "isOpen": form.isRefused,
            "fields": [form.field("cancelReason", "staffReason", rule: "staffRuleReason", hint: "staffCancelHint")],
        ]
    }

    /// A field for how many of a line.
    private func count(
        _ prefix: String, _ line: JSON, left: Int64, usually: String, _ form: StaffForm
    ) -> [String: Any] {
        let name = prefix + (line["id"]?.string ?? "")
        return [
            "countName": name, "countLabel": staff.written.text(line["name"]), "countLeft": String(left),
            "countValue": form.value(name, usually: usually),
            "countFault": form.isWrong(name) ? staff.word("staffRuleCount") as Any : false as Any,
        ]
    }
}
