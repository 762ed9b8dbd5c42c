import Offer
import Values

// Six of seven requests on the way to an order answer with the whole cart.

extension CartView: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id.text)
        writer.member("state", state.rawValue)
        writer.member("currency", currency.code)
        writer.member("language", language.rawValue)
        writer.member("email", email?.text)
        writer.member("invoiceAddress", invoiceAddress)
        writer.member("deliveryAddress", deliveryAddress)
        writer.member("delivery", delivery)
        writer.member("lines", lines)
        writer.member("totals", totals)
        writer.member("undeliverable", undeliverable)
        writer.member("missing", missing.map(\.rawValue))
        writer.member("changes", changes)
        writer.member("shortages", shortages)
        writer.member("order", order?.text)
        writer.endObject()
    }
}

extension CartView.Line: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id.text)
        writer.member("product", product.text)
        writer.member("name", name)
        writer.member("pictures", pictures)
        writer.member("options", options)
        if let settings { writer.member("settings", settings) }
        writer.member("modelVersion", modelVersion)
        writer.member("quantity", quantity.count)
        writer.member("unitPrice", unitPrice)
        writer.member("amount", amount)
        writer.member("trace", trace)
        writer.member("availability", availability)
        writer.endObject()
    }
}

extension CartView.Availability: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("enough", enough)
        writer.member("left", left)
        writer.endObject()
    }
}
