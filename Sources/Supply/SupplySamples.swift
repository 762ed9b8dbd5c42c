import Storage
import Values

extension Place {
    package static let centralWarehouse = Place(
        id: "warehouse", name: "Central warehouse", kind: .warehouse,
        address: PostalAddress(
            name: "Central warehouse", street: "Hafenstr. 12", postalCode: "68159", city: "Mannheim", country: "DE"),
        priority: 10)

    package static let carPlant = Place(
        id: "plant", name: "Plant", kind: .plant,
        address: PostalAddress(
            name: "Plant", street: "Werkstr. 1", postalCode: "70435", city: "Stuttgart", country: "DE"),
        priority: 20)

    package static let northDealer = Place(
        id: "dealer-north", name: "Dealer North", kind: .dealer,
        address: PostalAddress(
            name: "Dealer North", street: "Wandsbeker Chaussee 80", postalCode: "22089", city: "Hamburg",
            country: "DE", phone: "+49 40 5550100"),
        priority: 30)

    package static let samples = [centralWarehouse, carPlant, northDealer]
}

extension Item {
    package static let roofBox = Item(id: "roof-box", name: Texts(en: "Roof box", de: "Dachbox"))
    package static let floorMats = Item(id: "floor-mats", name: Texts(en: "Floor mats", de: "Fußmatten"))
    package static let wallBox = Item(id: "wall-box", name: Texts(en: "Wall box", de: "Wallbox"))
    package static let towBar = Item(id: "tow-bar", name: Texts(en: "Tow bar", de: "Anhängerkupplung"))
    package static let bodyShell = Item(id: "body-shell", name: Texts(en: "Body shell", de: "Rohkarosserie"))
    package static let motor = Item(id: "motor-150kw", name: Texts(en: "Motor 150 kW", de: "Motor 150 kW"))
    package static let wheel = Item(id: "wheel-19", name: Texts(en: "Wheel 19 inch", de: "Rad 19 Zoll"))
    package static let heatedSeat = Item(id: "heated-seat", name: Texts(en: "Heated seat", de: "Beheizter Sitz"))

    package static let samples = [roofBox, floorMats, wallBox, towBar, bodyShell, motor, wheel, heatedSeat]
}

extension Supply {
    /// What lies where in a shop that has just opened.
    package static let sampleStock: [(item: Item, place: Place, count: Int)] = [
        (.roofBox, .centralWarehouse, 40), (.roofBox, .northDealer, 5),
        (.floorMats, .centralWarehouse, 200), (.floorMats, .northDealer, 20),
        (.wallBox, .centralWarehouse, 60),
        (.towBar, .carPlant, 30), (.towBar, .centralWarehouse, 10),
        (.bodyShell, .carPlant, 25), (.motor, .carPlant, 25), (.wheel, .carPlant, 120),
        (.heatedSeat, .carPlant, 50),
    ]

    /// Puts the sample items, places and stock into a shop that has none of them.
    package static func addSamples(at now: Instant, in db: any Transaction) throws {
        for item in Item.samples { try item.add(at: now, in: db) }
        for place in Place.samples { try place.add(at: now, in: db) }
        for (item, place, count) in sampleStock {
            try Stock.receive(
                Stock.Change(item: item.id, place: place.id, count: count, why: "opening stock"),
                by: Stock.shopItself, at: now, in: db)
        }
    }
}
