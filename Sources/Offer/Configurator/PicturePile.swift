import Storage
import Values
import Web

/// The pictures of what is chosen, to be laid on each other: the car in its paint, on it the wheels.
package struct PicturePile: Sendable {
    /// From bottom to top.
    private var sheets: [(layer: Int, picture: ID<Picture>)] = []

    package init() {}

    /// Lays an option's picture, if it has one, on those of its layer and of the layers below.
    mutating func lay(_ option: ConfigurationModel.Option) {
        guard let picture = option.picture else { return }
        let layer = option.layer ?? ConfigurationModel.Option.lowestLayer
        let place = sheets.firstIndex { $0.layer > layer } ?? sheets.endIndex
        sheets.insert((layer, picture), at: place)
    }

    /// From bottom to top; the first of the product's own pictures when nothing chosen has one.
    package func views(or product: ID<Product>, in db: any Transaction) throws -> [PicturePath] {
        guard sheets.isEmpty else { return sheets.map { PicturePath($0.picture) } }
        return try Picture.hung(at: product, limit: 1, in: db).map { PicturePath($0.picture) }
    }
}

/// Where one picture of a pile is.
package struct PicturePath: Codable, Hashable, Sendable {
    package let path: String

    init(_ picture: ID<Picture>) { path = Picture.path(of: picture) }
}

extension PicturePath: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("path", path)
        writer.endObject()
    }
}
