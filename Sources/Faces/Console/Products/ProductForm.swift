import Values
import Web

/// What staff can do with a product on its page.
enum ProductForm: String, CaseIterable, Sendable {
    case texts, price, publish, withdraw, upload, alt, earlier, later, remove

    /// Sends what was typed; answers why it was not taken, nil when it was.
    func send(_ product: String, _ staff: StaffVisit) async -> RefusedForm? {
        let (form, id) = (staff.form, Percent.encoded(product))
        let picture = form["picture"] ?? ""
        switch self {
        case .publish, .withdraw: return refused(await staff.api.post("/v1/products/\(id)/\(rawValue)"), staff)
        case .remove:
            let reply = await staff.api.delete("/v1/products/\(id)/pictures/\(Percent.encoded(picture))")
            return refused(reply, staff)
        case .texts: return await texts(id, staff)
        case .price: return await price(id, staff)
        case .upload: return await upload(id, staff)
        case .alt: return await rename(picture, of: id, staff)
        case .earlier, .later: return await move(picture, of: id, staff)
        }
    }

    /// What the form doesn't show stays as the version that it was made from had it.
    private func texts(_ id: String, _ staff: StaffVisit) async -> RefusedForm? {
        let (form, address) = (staff.form, "/v1/catalogue/products/\(id)")
        let stored = await staff.api.get(address)
        guard stored.isDone else { return refused(stored, staff) }
        var json = JSON.Object()
        for member in ["category", "taxClass", "weightGrams", "capture", "parts"] {
            if let value = stored.json[member], !value.isNull { json[member] = value }
        }
        json["name"] = Self.texts(form["nameEn"], form["nameDe"])
        json["description"] = Self.texts(form["descriptionEn"], form["descriptionDe"])
        return refused(await staff.api.put(address, .object(json), ifMatch: form["version"] ?? "\"0\""), staff)
    }

    /// A price from a day on takes the place of one from that day, and stands beside all others.
    private func price(_ id: String, _ staff: StaffVisit) async -> RefusedForm? {
        let (form, address) = (staff.form, "/v1/products/\(id)/prices")
        let stored = await staff.api.get(address)
        guard stored.isDone else { return refused(stored, staff) }
        guard let currency = form["currency"].flatMap(Currency.init) else {
            return RefusedForm(rawValue, staff, wrong: "currency")
        }
        guard let units = TypedAmount.units(form["amount"] ?? "", currency, in: staff.language) else {
            return RefusedForm(rawValue, staff, wrong: "amount")
        }
        let day = form["validFrom"] ?? ""
        let others = (stored.json["prices"]?.array ?? []).filter {
            $0["price"]?["currency"]?.string != currency.code || $0["validFrom"]?.string != day
        }
        let price: JSON = [
            "price": ["amount": .integer(units), "currency": .string(currency.code)], "validFrom": .string(day),
        ]
        let reply = await staff.api.put(
            address, ["prices": .array(others + [price])], ifMatch: form["version"] ?? "\"0\"")
        return refused(reply, staff)
    }

    private func upload(_ id: String, _ staff: StaffVisit) async -> RefusedForm? {
        let file = Multipart(staff.visit.request)?.parts.first { $0.name == "file" && $0.fileName != nil }
        guard let file, !file.bytes.isEmpty else { return RefusedForm(rawValue, staff, wrong: "file") }
        return await hang(file.bytes, file.mediaType, at: id, staff)
    }

    /// The same picture with another text is hung where it hangs.
    private func rename(_ picture: String, of id: String, _ staff: StaffVisit) async -> RefusedForm? {
        let stored = await staff.api.get("/v1/pictures/\(Percent.encoded(picture))")
        guard stored.isDone else { return refused(stored, staff) }
        return await hang(stored.bytes, stored.headers["Content-Type"] ?? "", at: id, staff)
    }

    private func hang(
        _ bytes: [UInt8], _ mediaType: String, at id: String, _ staff: StaffVisit
    ) async -> RefusedForm? {
        let texts = Fields([("altEn", staff.form["altEn"] ?? ""), ("altDe", staff.form["altDe"] ?? "")])
        let reply = await staff.api.post("/v1/products/\(id)/pictures", query: texts.query, bytes, as: mediaType)
        return refused(reply, staff)
    }

    private func move(_ picture: String, of id: String, _ staff: StaffVisit) async -> RefusedForm? {
        let address = "/v1/products/\(id)/pictures"
        let stored = await staff.api.get(address)
        guard stored.isDone else { return refused(stored, staff) }
        var order = (stored.json["items"]?.array ?? []).compactMap { $0["id"]?.string }
        let step = self == .earlier ? -1 : 1
        if let place = order.firstIndex(of: picture), order.indices.contains(place + step) {
            order.swapAt(place, place + step)
        }
        return refused(await staff.api.put(address, ["pictures": .array(order.map { .string($0) })]), staff)
    }

    private static func texts(_ en: String?, _ de: String?) -> JSON {
        // Browsers end the lines of a form as mail does (HTML, multipart form data).
        func text(_ typed: String) -> JSON { .string(typed.replacing("\r\n", with: "\n")) }
        var texts: JSON.Object = ["en": text(en ?? "")]
        if let de { texts["de"] = text(de) }
        return .object(texts)
    }

    private func refused(_ reply: Reply, _ staff: StaffVisit) -> RefusedForm? {
        guard !reply.isDone else { return nil }
        return RefusedForm(rawValue, reply, staff) { pointer in
            let steps = pointer.split(separator: "/").dropFirst().map(String.init)
            return switch (steps.first, steps.last) {
            case ("name", "de"): "nameDe"
            case ("name", _): "nameEn"
            case ("description", "de"): "descriptionDe"
            case ("description", _): "descriptionEn"
            case ("prices", "validFrom"): "validFrom"
            case ("prices", _): "amount"
            default: pointer.hasPrefix("query:") ? String(pointer.dropFirst(6)) : nil
            }
        }
    }
}
