import Storage
import Values
import Web

/// Which products are asked for.
struct ProductSearch: Sendable {
    let states: [Product.State]
    let category: ID<Category>?
    /// Every one must occur; empty asks for none.
    let words: [String]

    /// Throws a problem for more words than a search has, or a text without one.
    init(states: [Product.State], category: ID<Category>?, text: String?) throws(Problem) {
        precondition(!states.isEmpty, "a product is in some state")
        self.states = states
        self.category = category
        words = SearchWords.words(in: text.map { [$0] } ?? [])
        guard words.count <= SearchWords.searchLimit else {
            throw .invalidInput([Problem.Fault("query:words", "must be \(SearchWords.searchLimit) words at most")])
        }
        guard text == nil || !words.isEmpty else {
            throw .invalidInput([Problem.Fault("query:words", "must have a letter or digit")])
        }
    }

    /// One page by product id, and one product more when there is another page.
    func products(_ page: PageRequest, in db: any Transaction) throws -> [Product] {
        let after = try page.after(ID<Product>.self)?.text ?? ""
        let limit = page.limit + 1
        func state(_ place: Int) -> Product.State { states[min(place, states.count - 1)] }
        // A word given twice in IN (…) counts once.
        func word(_ place: Int) -> String { words[min(place, words.count - 1)] }
        switch (category, words.isEmpty) {
        case (nil, true):
            return try ProductTable.products(ProductTable.all, [
                "after": after, "state1": state(0), "state2": state(1), "state3": state(2), "limit": limit,
            ], in: db)
        case (let category?, true):
            return try ProductTable.products(ProductTable.ofCategory, [
                "after": after, "state1": state(0), "state2": state(1), "state3": state(2), "category": category,
                "limit": limit,
            ], in: db)
        case (nil, false):
            return try ProductTable.products(ProductTable.found, [
                "after": after, "state1": state(0), "state2": state(1), "state3": state(2), "word1": word(0),
                "word2": word(1), "word3": word(2), "word4": word(3), "word5": word(4), "word6": word(5),
                "word7": word(6), "word8": word(7), "words": words.count, "limit": limit,
            ], in: db)
        case (let category?, false):
            return try ProductTable.products(ProductTable.foundInCategory, [
                "after": after, "state1": state(0), "state2": state(1), "state3": state(2), "category": category,
                "word1": word(0), "word2": word(1), "word3": word(2), "word4": word(3), "word5": word(4),
                "word6": word(5), "word7": word(6), "word8": word(7), "words": words.count, "limit": limit,
            ], in: db)
        }
    }
}
