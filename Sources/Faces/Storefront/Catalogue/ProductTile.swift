import Values
import Web

/// A product as it stands among others: picture, name, price, and whether there is any.
struct ProductTile {
    let product: JSON
    let visit: Visit

    /// So few are left that a buyer should know.
    static let fewLimit: Int64 = 5

    /// Nil for what can't be bought in any of the shop's currencies.
    var content: [String: Any]? {
        guard let id = product["id"]?.string, let price = Self.price(of: product, for: visit) else { return nil }
        let isConfigurable = product["kind"] == "configurable"
        var content: [String: Any] = [
            "tileLink": "/products/\(Percent.encoded(id))", "tileName": product.texts("name", in: visit.language),
            "tilePrice": visit.amount(price), "tileIsFrom": isConfigurable, "tileStock": false,
        ]
        content.merge(Self.stage([product["picture"]].compactMap { $0 }, in: visit.language)) { $1 }
        if let availability = product["availability"], !availability.isNull {
            content["tileStock"] = StockBadge(availability).content(in: visit.language)
        }
        return content
    }

    /// What it costs in the visitor's currency, or in the shop's first when it isn't sold in that.
    static func price(of product: JSON, for visit: Visit) -> Money? {
        let prices = product.amounts("prices")
        let currency = visit.currency(of: prices.map(\.currency))
        return prices.first { $0.currency == currency }
    }

    /// For the template `stage`: pictures from bottom to top; those that have a text say it.
    static func stage(_ pictures: [JSON], in language: Language, alt: String = "") -> [String: Any] {
        ["stagePictures": pictures.enumerated().compactMap { place, picture -> [String: Any]? in
            guard let path = picture["path"]?.string else { return nil }
            // A pile is one picture to whoever can't see it.
            let text = alt.isEmpty ? picture.texts("alt", in: language) : alt
            return ["stagePath": path, "stageAlt": place > 0 ? "" : text].merging(
                widths(of: picture).map { ["stageSet": $0] } ?? [:]) { $1 }
        }]
    }

    /// In which widths a photograph may be had, for the browser to choose; a drawing is sharp in any. The whole picture
    /// is not among them: it may have five megabytes.
    static func widths(of picture: JSON) -> String? {
        guard let path = picture["path"]?.string, let type = picture["mediaType"]?.string,
              type != "image/svg+xml" else { return nil }
        return [320, 640, 960, 1280].map { "\(path)/\($0) \($0)w" }.joined(separator: ", ")
    }
}

/// In a few words, whether there is any of something.
struct StockBadge {
    private let count: Int64

    init(_ availability: JSON) { count = availability["count"]?.integer ?? 0 }

    func content(in language: Language) -> [String: Any] {
        let (kind, word) = switch count {
        case ...0: ("bad", "soldOut")
        case ...ProductTile.fewLimit: ("warn", count == 1 ? "lastOne" : "onlyLeft")
        default: ("ok", "inStock")
        }
        return ["stockKind": kind, "stockText": Words.text(word, in: language).replacing("%", with: String(count))]
    }
}
