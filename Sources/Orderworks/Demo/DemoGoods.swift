import Values

/// A fixed good of the demo shop.
struct DemoGood {
    let id: String
    let category: String
    let name: Texts
    let description: Texts
    /// Gross, in cents.
    let euros: Int64
    let grams: Int
    let drawing: GoodsDrawing
    /// In stock at the warehouse and at the dealer.
    let stock: (warehouse: Int, dealer: Int)
    /// The stock item it takes; several goods and options may share one.
    var item: String?

    static let all = [
        DemoGood(
            id: "roof-box", category: "transport", name: Texts(en: "Roof box 420 l", de: "Dachbox 420 l"),
            description: Texts(
                en: "Opens from both sides, locks at four points, carries up to 75 kg.",
                de: "Öffnet beidseitig, verriegelt an vier Punkten, trägt bis zu 75 kg."),
            euros: 44_900, grams: 18_500, drawing: .roofBox, stock: (40, 4)),
        DemoGood(
            id: "bike-rack", category: "transport",
            name: Texts(en: "Bicycle rack for two", de: "Fahrradträger für zwei"),
            description: Texts(
                en: "Sits on the tow bar and tilts away, so that the boot still opens.",
                de: "Sitzt auf der Anhängerkupplung und klappt ab, damit sich die Heckklappe öffnen lässt."),
            euros: 52_900, grams: 17_200, drawing: .bikeRack, stock: (25, 2)),
        DemoGood(
            id: "tow-bar-kit", category: "transport",
            name: Texts(en: "Tow bar, to be fitted", de: "Anhängerkupplung, zum Nachrüsten"),
            description: Texts(
                en: "The detachable tow bar of the range as a kit, with its wiring.",
                de: "Die abnehmbare Anhängerkupplung der Baureihe als Nachrüstsatz, mit Kabelsatz."),
            euros: 69_900, grams: 21_000, drawing: .towBar, stock: (12, 1), item: "tow-bar"),
        DemoGood(
            id: "floor-mats", category: "interior",
            name: Texts(en: "Floor mats, set of four", de: "Fußmatten, vierteilig"),
            description: Texts(
                en: "Woven, washable, held by clips.", de: "Gewebt, waschbar, mit Halteclips."),
            euros: 8_900, grams: 3_200, drawing: .floorMats, stock: (200, 20)),
        DemoGood(
            id: "boot-tray", category: "interior", name: Texts(en: "Boot tray", de: "Kofferraumwanne"),
            description: Texts(
                en: "Keeps mud and spilt milk off the carpet.",
                de: "Hält Schlamm und verschüttete Milch vom Teppich fern."),
            euros: 6_450, grams: 2_700, drawing: .bootTray, stock: (120, 12)),
        DemoGood(
            id: "child-seat", category: "interior", name: Texts(en: "Child seat i-Size", de: "Kindersitz i-Size"),
            description: Texts(
                en: "From 76 to 105 cm, turns towards the door.", de: "Für 76 bis 105 cm, dreht sich zur Tür."),
            euros: 34_900, grams: 12_400, drawing: .childSeat, stock: (30, 3)),
        DemoGood(
            id: "phone-holder", category: "interior", name: Texts(en: "Phone holder", de: "Telefonhalter"),
            description: Texts(
                en: "Charges without a cable while it holds.", de: "Lädt kabellos, während er hält."),
            euros: 4_990, grams: 350, drawing: .phoneHolder, stock: (150, 15)),
        DemoGood(
            id: "wall-box", category: "charging", name: Texts(en: "Wall box 11 kW", de: "Wallbox 11 kW"),
            description: Texts(
                en: "Charges overnight at home; starts when electricity is cheap.",
                de: "Lädt über Nacht zu Hause; beginnt, wenn der Strom günstig ist."),
            euros: 79_900, grams: 6_800, drawing: .wallBox, stock: (35, 3)),
        DemoGood(
            id: "charging-cable", category: "charging", name: Texts(en: "Charging cable, 7 m", de: "Ladekabel, 7 m"),
            description: Texts(
                en: "Type 2, three phases, 22 kW, in a bag.", de: "Typ 2, dreiphasig, 22 kW, mit Tasche."),
            euros: 18_900, grams: 4_100, drawing: .chargingCable, stock: (60, 6)),
        DemoGood(
            id: "winter-wheels", category: "wheels", name: Texts(en: "Winter wheels 17\"", de: "Winterräder 17\""),
            description: Texts(
                en: "Four complete wheels with pressure sensors.", de: "Vier Kompletträder mit Drucksensoren."),
            euros: 119_900, grams: 78_000, drawing: .winterWheels, stock: (20, 2)),
        DemoGood(
            id: "first-aid", category: "interior", name: Texts(en: "First-aid kit", de: "Verbandkasten"),
            description: Texts(
                en: "To DIN 13164, with a warning triangle and two vests.",
                de: "Nach DIN 13164, mit Warndreieck und zwei Westen."),
            euros: 3_490, grams: 1_600, drawing: .firstAid, stock: (90, 9)),
    ]
}
