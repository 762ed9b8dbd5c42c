import Values
import Web

extension Category.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown("cars"), .taken("cars"), .notEmpty("cars"), .tooMany(limit: Category.countLimit),
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown(let category):
            Problem(404, "unknown-category", "There is no such category.", ["category": .string(category.text)])
        case .taken(let category):
            Problem(409, "category-taken", "There is a category of that id.", ["category": .string(category.text)])
        case .notEmpty(let category):
            Problem(409, "category-not-empty",
                    "Products stand in this category, or a discount is for it; change those first.",
                    ["category": .string(category.text)])
        case .tooMany(let limit):
            Problem(409, "too-many-categories", "A shop has \(limit) categories at most.",
                    ["limit": .integer(Int64(limit))])
        }
    }
}
