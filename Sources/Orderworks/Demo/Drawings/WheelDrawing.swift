/// A set of wheels, as it is drawn: what the rim looks like, and how much of the tyre's height it takes.
enum WheelDrawing: Sendable {
    case steel, sevenSpokes, fiveSpokes, tenSpokes

    private var rim: Double {
        switch self {
        case .steel: 0.63
        case .sevenSpokes: 0.68
        case .fiveSpokes: 0.73
        case .tenSpokes: 0.77
        }
    }

    /// A wheel around 0 0 by the name of `w`; lengths are hundredths of its radius.
    func definitions(radius: Int) -> String {
        let rim = Int(rim * 100)
        return """
            <radialGradient id="tyre" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="100"><stop offset=".7" stop-color="#15171a"/>\
            <stop offset=".86" stop-color="#2b2f33"/><stop offset=".95" stop-color="#1a1d20"/><stop offset="1" stop-color="#0a0b0c"/></radialGradient>\
            <linearGradient id="metal" gradientUnits="userSpaceOnUse" x1="-40" y1="-80" x2="40" y2="80"><stop stop-color="#fbfcfd"/><stop offset=".45" \
            stop-color="#c3cace"/><stop offset="1" stop-color="#79828a"/></linearGradient>\
            <linearGradient id="depth" gradientUnits="userSpaceOnUse" x1="0" y1="-80" x2="0" y2="80"><stop stop-color="#050607"/><stop offset="1" \
            stop-color="#33393e"/></linearGradient>\
            <radialGradient id="disc" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="50"><stop offset=".4" stop-color="#6f777d"/><stop offset=".8" \
            stop-color="#9aa2a8"/><stop offset="1" stop-color="#5c646a"/></radialGradient>\
            <radialGradient id="touch"><stop stop-opacity=".75"/><stop offset="1" stop-opacity="0"/></radialGradient>\
            <g id="w"><g transform="scale(\(Double(radius) / 100))"><circle r="100" fill="url(#tyre)"/>\
            <circle r="88" fill="none" stroke="#fff" stroke-opacity=".07" stroke-width="2"/><circle r="\(rim + 4)" fill="#08090a"/>\
            <circle r="\(rim)" fill="url(#depth)"/><circle r="50" fill="url(#disc)"/><circle r="50" fill="none" stroke="#2a2f33" stroke-width="1.5"/>\
            \(caliper)\(face(rim))<circle r="\(rim)" fill="none" stroke="url(#metal)" stroke-width="5"/>\
            <circle r="\(rim + 3)" fill="none" stroke="#000" stroke-opacity=".6" stroke-width="1.5"/></g></g>
            """
    }

    /// Both wheels of the side that is seen, each with the dark where it touches the ground.
    func pair(under body: CarBody) -> String {
        [body.frontAxle, body.rearAxle].map { axle in
            """
            <ellipse cx="\(axle)" cy="\(CarBody.ground)" rx="\(body.wheelRadius * 9 / 10)" ry="7" fill="url(#touch)"/>\
            <use href="#w" transform="translate(\(axle) \(body.axleHeight))"/>
            """
        }.joined()
    }

    private var caliper: String {
        self == .steel ? "" : """
            <path d="M-44 -26 A51 51 0 0 1 -12 -50 L-8 -36 A37 37 0 0 0 -32 -19 Z" fill="\(self == .tenSpokes ? "#b3232a" : "#3a4147")"/>
            """
    }

    private func face(_ rim: Int) -> String {
        switch self {
        case .steel: steel(rim)
        case .sevenSpokes: spokes(7, "M-9 -16 L-5 -\(rim) L5 -\(rim) L9 -16 Z", edge: "#596168")
        case .fiveSpokes:
            spokes(5, "M-13 -18 L-19 -\(rim - 2) L-7 -\(rim) L0 -32 L7 -\(rim) L19 -\(rim - 2) L13 -18 Z", edge: "#40474d")
        case .tenSpokes: spokes(10, "M-4.5 -14 L-2.5 -\(rim) L2.5 -\(rim) L4.5 -14 Z", edge: "#15181a")
        }
    }

    private func spokes(_ count: Int, _ shape: String, edge: String) -> String {
        let turns = (0..<count).map { "<use href=\"#k\" transform=\"rotate(\($0 * 360 / count))\"/>" }.joined()
        let bolts = (0..<5).map { "<circle r=\"2.6\" cy=\"-13\" transform=\"rotate(\($0 * 72 + 36))\" fill=\"#31373c\"/>" }.joined()
        return """
            <defs><path id="k" d="\(shape)"/></defs><g transform="translate(1.5 2.5)" fill="#000" fill-opacity=".55">\(turns)</g><g fill="url(#metal)" stroke="\(edge)" stroke-width="2">\(turns)</g>\
            <circle r="21" fill="url(#metal)" stroke="\(edge)" stroke-width="1.5"/>\(bolts)<circle r="8" fill="#1b1f22" stroke="#e4e9ec" stroke-width="1.5"/>
            """
    }

    private func steel(_ rim: Int) -> String {
        let holes = (0..<10).map { number in
            "<rect x=\"-6\" y=\"-\(rim - 7)\" width=\"12\" height=\"13\" rx=\"6\" transform=\"rotate(\(number * 36))\"/>"
        }.joined()
        return """
            <circle r="\(rim - 2)" fill="url(#metal)"/><circle r="\(rim - 5)" fill="none" stroke="#000" stroke-opacity=".25" stroke-width="2"/>\
            <g fill="#14171a">\(holes)</g><circle r="32" fill="none" stroke="#000" stroke-opacity=".28" stroke-width="3"/>\
            <circle r="30" fill="none" stroke="#fff" stroke-opacity=".7" stroke-width="1.5"/><circle r="15" fill="url(#metal)" stroke="#6b747b" stroke-width="2"/>\
            <circle r="6" fill="#2b3034"/>
            """
    }
}
