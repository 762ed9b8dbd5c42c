/// A piece of equipment that is seen from outside, drawn on a sheet of its own to be laid on the car's body.
enum CarExtra: Sendable {
    case roofRails, glassRoof, towBar, matrixLights
    /// Seats of an open car, in a colour.
    case seats(String)

    /// Nil when this body hides it or has no place for it.
    func svg(on body: CarBody) -> String? {
        switch self {
        case .roofRails: body.roofLine.map { CarDrawing.sheet(Self.bar, rails(along: $0)) }
        case .glassRoof: body.roofLine.map { CarDrawing.sheet(clip(body.closedOutline), glass(along: $0)) }
        case .towBar: CarDrawing.sheet(Self.bar, hook(at: body.tail, sill: body.sill))
        case .matrixLights: CarDrawing.sheet(clip(body.headlamp) + CarDrawing.blur("glow", 7), lights(of: body))
        case .seats(let colour):
            body.roofLine != nil ? nil : CarDrawing.sheet(
                clip("M350 100 H560 V205 L536 210 C480 222 420 222 350 212 Z"),
                "<g clip-path=\"url(#c)\">\(CarBody.seat(colour))</g>")
        }
    }

    private static let bar = CarDrawing.fade("bar", "x1=\"0\" y1=\"60\" x2=\"0\" y2=\"330\"", [
        (0, "#f4f6f7", 1), (0.35, "#aeb6bb", 1), (1, "#7d868c", 1),
    ])

    private func clip(_ path: String) -> String { "<clipPath id=\"c\"><path d=\"\(path)\"/></clipPath>" }

    private func rails(along line: String) -> String {
        """
        <g fill="none" stroke-linecap="round" transform="translate(0 -7)"><path d="\(line)" stroke="#15181a" stroke-width="9" pathLength="100" \
        stroke-dasharray="5 42.5" stroke-linecap="butt" transform="translate(0 4)"/><path d="\(line)" stroke="#2b3135" stroke-width="5.5"/>\
        <path d="\(line)" stroke="url(#bar)" stroke-width="3.5" transform="translate(0 -.7)"/></g>
        """
    }

    private func glass(along line: String) -> String {
        """
        <g clip-path="url(#c)" fill="none" stroke-linecap="round"><path d="\(line)" stroke="#0d1113" stroke-width="17"/>\
        <path d="\(line)" stroke="#a9bdc8" stroke-opacity=".75" stroke-width="6" pathLength="100" stroke-dasharray="30 4 22 4 40"/>\
        <path d="\(line)" stroke="#fff" stroke-opacity=".8" stroke-width="2.5"/></g>
        """
    }

    private func hook(at tail: Int, sill: Int) -> String {
        """
        <g fill="none" stroke-linecap="round"><path d="M\(tail - 46) \(sill - 1) H\(tail - 4) Q\(tail + 9) \(sill - 1) \(tail + 9) \(sill - 14) V\(sill - 20)" \
        stroke="#0d0f10" stroke-width="9"/><path d="M\(tail - 46) \(sill - 2) H\(tail - 4) Q\(tail + 8) \(sill - 2) \(tail + 8) \(sill - 14) V\(sill - 20)" \
        stroke="#5d666c" stroke-width="3"/><circle cx="\(tail + 9)" cy="\(sill - 25)" r="8" fill="url(#bar)" stroke="#2b3135" stroke-width="1.2"/>\
        <circle cx="\(tail + 6)" cy="\(sill - 28)" r="2.4" fill="#fff"/></g>
        """
    }

    private func lights(of body: CarBody) -> String {
        """
        <path d="\(body.headlamp)" fill="#cfe9ff" fill-opacity=".85" filter="url(#glow)"/><g clip-path="url(#c)"><path d="\(body.headlamp)" fill="#10161a"/>\
        <path d="\(body.headlamp)" fill="#7fb4dc" fill-opacity=".35"/>\
        <g fill="none" stroke="#fff"><path d="\(body.daylight)" stroke-width="8" stroke-dasharray="6 3" transform="translate(2 3)"/>\
        <path d="\(body.daylight)" stroke="#d7eeff" stroke-width="2" transform="translate(0 -4)"/></g></g>\
        <path d="\(body.headlamp)" fill="none" stroke="#0b0d0f" stroke-width="1.6"/>
        """
    }
}
