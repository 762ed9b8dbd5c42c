/// A car from its side, drawn as SVG of 800 by 400 units without outside references: whole, or in sheets that are laid
/// on each other, body below and wheels on top.
struct CarDrawing {
    let body: CarBody

    /// The car as it stands on the road.
    func whole(_ paint: CarPaint, _ wheels: WheelDrawing) -> String {
        Self.sheet(bodyDefinitions(paint) + wheels.definitions(radius: body.wheelRadius), painted(paint) + wheels.pair(under: body))
    }

    /// Without its wheels.
    func body(in paint: CarPaint) -> String { Self.sheet(bodyDefinitions(paint), painted(paint)) }

    func wheels(_ wheels: WheelDrawing) -> String {
        Self.sheet(wheels.definitions(radius: body.wheelRadius), wheels.pair(under: body))
    }

    static func sheet(_ definitions: String, _ shapes: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400"><defs>\(definitions)</defs>\(shapes)</svg>
        """
    }

    /// A blur over the whole sheet; by default its region would cut off what is nearly a line.
    static func blur(_ id: String, _ by: Double) -> String {
        """
        <filter id="\(id)" filterUnits="userSpaceOnUse" x="0" y="0" width="800" height="400"><feGaussianBlur stdDeviation="\(by)"/></filter>
        """
    }

    static func fade(_ id: String, _ line: String, _ stops: [(at: Double, colour: String, opacity: Double)]) -> String {
        let stops = stops.map { stop in
            "<stop offset=\"\(stop.at)\" stop-color=\"\(stop.colour)\"\(stop.opacity < 1 ? " stop-opacity=\"\(stop.opacity)\"" : "")/>"
        }
        return "<linearGradient id=\"\(id)\" gradientUnits=\"userSpaceOnUse\" \(line)>\(stops.joined())</linearGradient>"
    }

    private func bodyDefinitions(_ paint: CarPaint) -> String {
        let height = Double(body.sill - body.roof)
        let belt = Double(body.belt - body.roof) / height
        func at(_ share: Double) -> Double { (share * 1000).rounded() / 1000 }
        let upright = "x1=\"0\" y1=\"\(body.roof)\" x2=\"0\" y2=\"\(body.sill)\""
        return Self.fade("b", upright, [
            (0, paint.light, 1), (at(belt * 0.45), paint.colour, 1), (at(belt - 0.06), paint.light, 1),
            (at(belt + 0.07), paint.colour, 1), (0.78, paint.colour, 1), (0.97, paint.shade, 1),
        ])
            + Self.fade("ends", "x1=\"50\" y1=\"0\" x2=\"750\" y2=\"0\"", [
                (0, "#000", 0.42), (0.1, "#000", 0.06), (0.3, "#fff", 0.09), (0.5, "#000", 0), (0.88, "#000", 0.06),
                (1, "#000", 0.45),
            ])
            + Self.fade("rim", upright, [(0, "#fff", 0.7), (at(belt), "#fff", 0.5), (at(belt + 0.16), "#fff", 0)])
            + Self.fade("glass", "x1=\"0\" y1=\"\(body.roof)\" x2=\"0\" y2=\"\(body.belt)\"", [
                (0, "#8fa3ae", 1), (0.3, "#4c5a63", 1), (0.62, "#1f272c", 1), (1, "#12171a", 1),
            ])
            + Self.fade("glint", "x1=\"0\" y1=\"\(body.roof)\" x2=\"0\" y2=\"\(body.belt)\"", [
                (0, "#fff", 0.42), (1, "#fff", 0.04),
            ])
            + Self.fade("tail", "x1=\"0\" y1=\"\(body.belt - 30)\" x2=\"0\" y2=\"\(body.belt + 50)\"", [
                (0, "#ff5a4d", 1), (0.5, "#c3161c", 1), (1, "#6d070c", 1),
            ])
            + """
            <radialGradient id="floor"><stop stop-opacity=".62"/><stop offset=".6" stop-opacity=".34"/><stop offset="1" stop-opacity="0"/></radialGradient>\
            <linearGradient id="lamp" x2="0" y2="1"><stop stop-color="#c9d8e0"/><stop offset=".35" stop-color="#7b8a94"/><stop offset="1" stop-color="#2a3238"/></linearGradient>\
            <clipPath id="lens"><path d="\(body.headlamp)"/></clipPath><clipPath id="in"><path d="\(body.closedOutline)"/></clipPath><clipPath id="panes"><path d="\(body.glass)"/></clipPath>
            """
            + Self.blur("soft", 1.4) + Self.blur("mist", 6)
    }

    private func painted(_ paint: CarPaint) -> String { floor + wells + body.behind + shell + windows + details(paint) }

    private var floor: String {
        let middle = (body.frontAxle + body.rearAxle) / 2
        return """
            <ellipse cx="\(middle)" cy="\(CarBody.ground)" rx="\((body.rearAxle - body.frontAxle) / 2 + 190)" ry="20" fill="url(#floor)"/>\
            <ellipse cx="\(middle)" cy="\(CarBody.ground - 1)" rx="\((body.rearAxle - body.frontAxle) / 2 + 90)" ry="9" fill="url(#floor)"/>
            """
    }

    /// The dark behind the wheels and under the car.
    private var wells: String {
        let radius = body.archRadius + 1
        let arches = [body.frontAxle, body.rearAxle].map { axle in
            "M\(axle - radius) \(body.axleHeight) A\(radius) \(radius) 0 0 1 \(axle + radius) \(body.axleHeight) V\(body.sill - 2) H\(axle - radius) Z"
        }
        return """
            <path d="\(arches.joined(separator: " ")) M\(body.frontAxle) \(body.sill - 20) H\(body.rearAxle) V\(body.sill + 9) H\(body.frontAxle) Z" fill="#0b0c0d"/>
            """
    }

    private var shell: String {
        let lips = [body.frontAxle, body.rearAxle].map { axle in
            """
            <circle cx="\(axle)" cy="\(body.axleHeight - 3)" r="\(body.archRadius + 9)" stroke="#fff" stroke-opacity=".3" stroke-width="6" filter="url(#mist)"/>\
            <circle cx="\(axle)" cy="\(body.axleHeight)" r="\(body.archRadius + 1)" stroke="\(body.isClad ? "#1c1f21" : "#000")" \
            stroke-opacity="\(body.isClad ? "1" : ".5")" stroke-width="\(body.isClad ? 22 : 3)"/>
            """
        }
        let cladding = body.isClad ? """
            <path d="M0 \(body.sill - 15) H800 V400 H0 Z" fill="#1c1f21"/><path d="M0 \(body.sill - 15) H800" stroke="#fff" stroke-opacity=".18" stroke-width="1.5"/>
            """ : """
            <path d="M\(body.frontAxle) \(body.sill - 3) H\(body.rearAxle)" stroke="#000" stroke-opacity=".55" stroke-width="9"/>
            """
        let plastic = body.plastic.map { "<path d=\"\($0)\" fill=\"#15181a\"/>" }.joined()
        let screens = body.screens.map { "<path d=\"\($0)\" stroke=\"#20282d\" stroke-width=\"15\"/>" }.joined()
        return """
            <path d="\(body.closedOutline)" fill="url(#b)"/><g clip-path="url(#in)" fill="none">\
            <path d="\(body.closedOutline)" fill="url(#ends)"/>\
            <path d="\(body.crease)" stroke="#000" stroke-opacity=".3" stroke-width="16" transform="translate(0 -12)" filter="url(#mist)"/>\
            <path d="\(body.crease)" stroke="#fff" stroke-opacity=".5" stroke-width="5" transform="translate(0 3)" filter="url(#soft)"/>\
            <path d="\(body.shoulder)" stroke="#000" stroke-opacity=".3" stroke-width="12" transform="translate(0 11)" filter="url(#mist)"/>\
            <path d="\(body.shoulder)" stroke="#fff" stroke-opacity=".7" stroke-width="3.5" filter="url(#soft)"/>\
            \(lips.joined())\(cladding)\(plastic)\(screens)<path d="\(body.outline)" stroke="url(#rim)" stroke-width="6" filter="url(#soft)"/>\
            <path d="\(body.outline)" stroke="#000" stroke-opacity=".4" stroke-width="1.6"/></g>
            """
    }

    private var windows: String {
        let pillars = body.pillars.map { "<path d=\"\($0)\" stroke=\"#0b0d0f\" stroke-width=\"9\"/>" }.joined()
        return """
            <path d="\(body.glass)" fill="url(#glass)" stroke="#0b0d0f" stroke-width="5" stroke-linejoin="round"/>\
            <g clip-path="url(#panes)" fill="none"><g fill="#07090a" fill-opacity=".62">\(body.interior)</g>\
            <path d="M250 0 L330 0 L250 400 L170 400 Z M345 0 L362 0 L282 400 L265 400 Z M560 0 L660 0 L580 400 L480 400 Z" fill="url(#glint)"/>\(pillars)</g>\
            <path d="\(body.glass)" fill="none" stroke="#dfe4e7" stroke-opacity=".55" stroke-width="1.2"/>
            """
    }

    private func details(_ paint: CarPaint) -> String {
        let seams = body.seams.map { seam in
            """
            <path d="\(seam)" stroke="#fff" stroke-opacity=".22" stroke-width="1.5" transform="translate(1.6 0)"/>\
            <path d="\(seam)" stroke="#000" stroke-opacity=".55" stroke-width="1.7"/>
            """
        }
        let handles = body.handles.map { handle in
            """
            <g transform="translate(\(handle.x) \(handle.y))"><rect x="-1" y="-1" width="36" height="10" rx="5" fill="#000" fill-opacity=".35"/>\
            <rect width="34" height="6" rx="3" fill="\(paint.colour)" stroke="#000" stroke-opacity=".35" stroke-width=".7"/>\
            <rect x="2" y="1" width="30" height="1.6" rx=".8" fill="#fff" fill-opacity=".75"/></g>
            """
        }
        let mirror = body.mirror
        return """
            <g clip-path="url(#in)" fill="none" stroke-linecap="round" stroke-linejoin="round">\(seams.joined())</g>\(handles.joined())\
            <path d="\(body.headlamp)" fill="url(#lamp)" stroke="#0b0d0f" stroke-width="1.6"/>\
            <g clip-path="url(#lens)"><path d="\(body.daylight)" fill="none" stroke="#e8f4fb" stroke-opacity=".8" stroke-width="9" filter="url(#soft)"/></g>\
            <path d="\(body.daylight)" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/>\
            <path d="\(body.tailLamp)" fill="url(#tail)" stroke="#3d0407" stroke-width="1"/>\
            <g transform="translate(\(mirror.x) \(mirror.y))"><path d="M2 9 L16 9 L22 20 L6 20 Z" fill="#111417"/>\
            <path d="M-14 -6 C-10 -13 14 -14 20 -9 C24 -5 23 8 18 11 L-8 11 C-16 10 -17 0 -14 -6 Z" fill="\(paint.colour)" stroke="#000" stroke-opacity=".45"/>\
            <path d="M-11 -6 C-6 -10 12 -11 17 -7" fill="none" stroke="#fff" stroke-opacity=".6" stroke-width="2" stroke-linecap="round"/>\
            <path d="M-13 6 L19 6 L17 11 L-8 11 Z" fill="#000" fill-opacity=".4"/></g>
            """
    }
}
