/// A paint as light falls on it: its own colour, what of it looks up at the sky, and what lies in the shade.
struct CarPaint: Hashable, Sendable {
    /// `#rrggbb`, as the swatch shows it.
    let colour: String
    let light: String
    let shade: String

    static let white = CarPaint(colour: "#eceae3", light: "#ffffff", shade: "#a3a29c")
    static let grey = CarPaint(colour: "#646c73", light: "#a9b2b9", shade: "#2c3135")
    static let blue = CarPaint(colour: "#27507c", light: "#6f9ccb", shade: "#0e2238")
    static let green = CarPaint(colour: "#2f5f4c", light: "#76a892", shade: "#10281e")
    static let red = CarPaint(colour: "#b3232a", light: "#ee6a62", shade: "#520c12")
    static let copper = CarPaint(colour: "#bb582f", light: "#f2a277", shade: "#5a2411")
    static let black = CarPaint(colour: "#202327", light: "#6b727a", shade: "#07080a")
}
