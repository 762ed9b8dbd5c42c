import Storage
import Supply
import Values
import Web

extension Product {
    func with(parts: [Part]) -> Product {
        Product(
            id: id, kind: kind, category: category, name: name, description: description, taxClass: taxClass,
            weightGrams: weightGrams, capture: capture, parts: parts, state: state, version: version)
    }

    /// What staff got wrong, by pointers into what they sent.
    func faults(in db: any Transaction) throws -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        for (member, text) in [("en", name.en), ("de", name.de ?? "")]
        where text.unicodeScalars.count > Self.nameLengthLimit {
            faults.append(Problem.Fault("#/name/\(member)", "must have \(Self.nameLengthLimit) characters at most"))
        }
        if let category, try Category.find(category, in: db) == nil {
            faults.append(Problem.Fault("#/category", "is no category"))
        }
        if try TaxClass.find(taxClass, in: db) == nil {
            faults.append(Problem.Fault("#/taxClass", "is no tax class"))
        }
        return try faults + Part.faults(of: parts, at: "#/parts", in: db)
    }

    /// Adds it as a draft. Throws `Refusal.taken` when there is one of that id, and all faults at once.
    func add(in db: any Transaction) throws {
        try check(in: db)
        guard try db.run(ProductTable.add, [
            "product": id, "kind": kind, "category": category, "name_en": name.en, "name_de": name.de,
            "description_en": description.en, "description_de": description.de, "tax_class": taxClass,
            "weight_grams": weightGrams, "capture": capture,
        ]) == 1 else { throw Refusal.taken(id) }
        try saveParts(in: db)
    }

    /// Takes over everything but kind and state, if `version` is still the stored one; answers it as it stands then.
    func edit(in db: any Transaction) throws -> Product {
        let stored = try Self.known(id, in: db)
        try EditVersion(version).check(current: stored.version)
        try check(in: db)
        guard try db.run(ProductTable.edit, [
            "category": category, "name_en": name.en, "name_de": name.de, "description_en": description.en,
            "description_de": description.de, "tax_class": taxClass, "weight_grams": weightGrams, "capture": capture,
            "product": id, "version": version,
        ]) == 1 else { throw EditVersion.Refusal.changedMeanwhile(current: stored.version) }
        try saveParts(in: db)
        return try Self.known(id, in: db)
    }

    /// Takes one step of its states; answers it as it stands then.
    func step(to next: State, in db: any Transaction) throws -> Product {
        guard State.transitions.allows(state, next),
              try db.run(ProductTable.step, ["to": next, "product": id, "from": state]) == 1 else {
            throw Refusal.illegalStep(from: state, to: next)
        }
        return try Self.known(id, in: db)
    }

    private func check(in db: any Transaction) throws {
        let faults = try faults(in: db)
        guard faults.isEmpty else { throw Problem.invalidInput(faults) }
    }

    /// What it is found by.
    private var texts: [String] { [name.en, name.de, description.en, description.de].compactMap { $0 } }

    private func saveParts(in db: any Transaction) throws {
        try db.run(ProductTable.removeParts, ["product": id])
        for (position, part) in parts.enumerated() {
            try db.run(ProductTable.addPart, [
                "product": id, "position": position, "item": part.item, "count": part.count,
            ])
        }
        try db.run(ProductTable.removeWords, ["product": id])
        for word in SearchWords.words(in: texts) {
            try db.run(ProductTable.addWord, ["word": word, "product": id])
        }
    }
}

extension Part {
    /// Items that there aren't, or that stand in the list twice.
    static func faults(of parts: [Part], at pointer: String, in db: any Transaction) throws -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        var seen = Set<ID<Item>>()
        for (place, part) in parts.enumerated() {
            if !seen.insert(part.item).inserted {
                faults.append(Problem.Fault("\(pointer)/\(place)/item", "stands in the list twice; add the counts up"))
            } else if try Item.find(part.item, in: db) == nil {
                faults.append(Problem.Fault("\(pointer)/\(place)/item", "is no stock item"))
            }
        }
        return faults
    }
}
