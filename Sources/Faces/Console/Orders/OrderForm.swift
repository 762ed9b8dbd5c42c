import Values
import Web

/// What staff can do with an order on its page. Whether it may be done is the API's to say.
enum OrderForm: String, CaseIterable, Sendable {
    case ship, ready, deliver, refund, cancel
    case handOver = "handover"

    var permission: Permission {
        switch self {
        case .ship, .deliver: .orderShip
        case .ready, .handOver: .orderHandOver
        case .refund: .orderRefund
        case .cancel: .orderCancel
        }
    }

    /// Sends what was typed; answers why it was not taken, nil when it was.
    func send(_ order: String, _ staff: StaffVisit) async -> RefusedForm? {
        let (form, address) = (staff.form, "/v1/orders/\(Percent.encoded(order))")
        switch self {
        case .ready: return refused(await staff.api.post("\(address)/pickup-readiness"), staff)
        case .handOver: return refused(await staff.api.post("\(address)/handover"), staff)
        case .deliver:
            let shipment = Percent.encoded(form["shipment"] ?? "")
            return refused(await staff.api.post("\(address)/shipments/\(shipment)/delivery"), staff)
        case .cancel:
            let reply = await staff.api.post("\(address)/cancellation", ["reason": text("cancelReason", form)])
            return refused(reply, staff)
        case .ship:
            let counts = Counts("ship-", form)
            var json: JSON.Object = ["carrier": text("carrier", form), "lines": counts.json]
            if let tracking = form["tracking"] { json["tracking"] = .string(tracking) }
            let reply = await staff.api.post("\(address)/shipments", .object(json), key: form["key"])
            return refused(reply, staff, counts)
        case .refund: return await refund(address, staff)
        }
    }

    private func refund(_ address: String, _ staff: StaffVisit) async -> RefusedForm? {
        let form = staff.form
        let counts = Counts("refund-", form)
        var json: JSON.Object = ["reason": text("refundReason", form)]
        if !counts.fields.isEmpty { json["lines"] = counts.json }
        if form.has("refundDelivery") { json["delivery"] = true }
        if let typed = form["refundAmount"] {
            guard let currency = form["currency"].flatMap(Currency.init),
                  let units = TypedAmount.units(typed, currency, in: staff.language) else {
                return RefusedForm(rawValue, staff, wrong: "refundAmount")
            }
            json["amount"] = ["amount": .integer(units), "currency": .string(currency.code)]
        }
        return refused(await staff.api.post("\(address)/refunds", .object(json), key: form["key"]), staff, counts)
    }

    private func text(_ field: String, _ form: Fields) -> JSON { .string(form[field] ?? "") }

    private func refused(_ reply: Reply, _ staff: StaffVisit, _ counts: Counts? = nil) -> RefusedForm? {
        guard !reply.isDone else { return nil }
        return RefusedForm(rawValue, reply, staff) { pointer in
            let steps = pointer.split(separator: "/").dropFirst().map(String.init)
            switch steps.first {
            case "reason": return self == .cancel ? "cancelReason" : "refundReason"
            case "amount": return "refundAmount"
            case "lines": return counts?.field(steps)
            default: return steps.first
            }
        }
    }

    /// So many of some lines: fields named by their lines, behind a prefix.
    private struct Counts {
        let fields: [(name: String, line: String, count: String)]

        init(_ prefix: String, _ form: Fields) {
            fields = form.names.compactMap { name in
                guard name.hasPrefix(prefix), let count = form[name], count != "0" else { return nil }
                return (name, String(name.dropFirst(prefix.count)), count)
            }
        }

        var json: JSON {
            .array(fields.map { field in
                ["line": .string(field.line), "count": Int64(field.count).map { .integer($0) } ?? .string(field.count)]
            })
        }

        /// The field that `lines/1/count` means.
        func field(_ steps: [String]) -> String? {
            guard steps.count > 1, let place = Int(steps[1]), fields.indices.contains(place) else { return nil }
            return fields[place].name
        }
    }
}
