import Values
import Web

extension Picture.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown("0a1b"), .notOfItsType(.png), .unsafeDrawing("element script"),
        .tooMany(limit: Picture.countLimit), .named(version: 3), .tooManyPixels(width: 30_000, height: 30_000),
        .broken("more after its end"),
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown(let picture):
            Problem(404, "unknown-picture", "There is no such picture.", ["picture": .string(picture.text)])
        case .notOfItsType(let kind):
            Problem(422, "picture-not-of-its-type", "These bytes are no \(kind.rawValue).",
                    ["mediaType": .string(kind.rawValue)])
        case .unsafeDrawing(let what):
            Problem(422, "picture-unsafe", "The SVG has more in it than a drawing: \(what).", ["found": .string(what)])
        case .named(let version):
            Problem(409, "picture-named", "An option of the product's model shows this picture.",
                    version.map { ["modelVersion": .integer(Int64($0))] } ?? [:])
        case .tooManyPixels(let width, let height):
            Problem(422, "picture-too-large",
                    "A picture has \(PictureSize.pixelLimit) pixels at most, \(PictureSize.sideLimit) a side.",
                    ["width": .integer(Int64(width)), "height": .integer(Int64(height))])
        case .broken(let reason):
            Problem(422, "picture-broken", "This is no whole picture: \(reason).", ["reason": .string(reason)])
        case .tooMany(let limit):
            Problem(409, "too-many-pictures", "A product has \(limit) such pictures at most.",
                    ["limit": .integer(Int64(limit))])
        }
    }
}
