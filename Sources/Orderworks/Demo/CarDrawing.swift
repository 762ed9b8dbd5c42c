/// A car from its side, drawn as SVG: a body, a paint and a set of wheels. 800 by 400 units, no outside references.
struct CarDrawing {
    let body: Body
    /// `#rrggbb`
    let paint: String
    let wheels: Wheels

    enum Wheels: Int { case fiveSpokes = 5, sevenSpokes = 7, tenSpokes = 10 }

    /// The outline of a kind of car; paths in the drawing's units.
    struct Body {
        let outline: String
        let glass: [String]
        let frontWheel: Int
        let rearWheel: Int
        let wheelRadius: Int
        /// Where the body ends at the height of its lamps.
        let tail: Int
        /// Where the doors part.
        let seams: [String]

        static let city = Body(
            outline: "M118 300 L112 250 Q112 226 140 216 L232 196 Q296 112 392 106 L520 106 Q604 110 640 190 L664 216 Q676 232 674 262 L670 300 Z",
            glass: ["M256 196 Q308 130 388 124 L402 124 L402 196 Z", "M420 124 L512 124 Q578 128 610 196 L420 196 Z"],
            frontWheel: 208, rearWheel: 574, wheelRadius: 52, tail: 673, seams: ["M411 124 L411 286", "M560 210 L530 286"])
        static let saloon = Body(
            outline: "M72 300 L68 258 Q68 236 96 226 L238 200 Q318 132 404 126 L496 126 Q566 130 628 196 L708 210 Q734 218 734 248 L730 300 Z",
            glass: ["M268 200 Q328 150 402 143 L414 143 L414 200 Z", "M430 143 L494 143 Q548 148 594 200 L430 200 Z"],
            frontWheel: 188, rearWheel: 606, wheelRadius: 54, tail: 732, seams: ["M422 143 L422 288", "M574 212 L550 288"])
        static let estate = Body(
            outline: "M66 300 L62 258 Q62 236 92 226 L232 200 Q308 132 394 126 L640 128 Q690 132 716 206 Q734 216 734 248 L730 300 Z",
            glass: ["M262 200 Q320 150 392 143 L404 143 L404 200 Z", "M420 143 L546 143 L546 200 L420 200 Z", "M562 143 L632 145 Q666 150 684 200 L562 200 Z"],
            frontWheel: 184, rearWheel: 602, wheelRadius: 54, tail: 732, seams: ["M412 143 L412 288", "M554 143 L546 288"])
        static let tourer = Body(
            outline: "M74 300 L68 236 Q68 208 98 198 L214 176 Q284 92 370 86 L640 88 Q694 92 716 186 Q734 198 732 240 L728 300 Z",
            glass: ["M244 176 Q296 112 368 104 L384 104 L384 176 Z", "M402 104 L540 104 L540 176 L402 176 Z", "M558 104 L632 106 Q664 112 680 176 L558 176 Z"],
            frontWheel: 190, rearWheel: 604, wheelRadius: 60, tail: 730, seams: ["M393 104 L393 284", "M549 104 L541 284"])
        static let roadster = Body(
            outline: "M64 300 L60 268 Q62 248 92 240 L300 214 Q352 168 400 164 L420 170 L436 214 L640 216 Q722 222 736 262 L730 300 Z",
            glass: ["M322 214 Q362 180 398 176 L414 214 Z"],
            frontWheel: 190, rearWheel: 612, wheelRadius: 54, tail: 734, seams: ["M340 222 L346 288", "M500 222 L486 288"])
        static let van = Body(
            outline: "M88 300 L82 236 Q82 208 104 190 L206 92 Q222 76 250 74 L690 74 Q716 76 718 104 L722 300 Z",
            glass: ["M150 178 L226 100 Q234 92 248 92 L318 92 L318 178 Z", "M336 92 L486 92 L486 178 L336 178 Z", "M504 92 L682 92 Q696 94 698 108 L700 178 L504 178 Z"],
            frontWheel: 192, rearWheel: 606, wheelRadius: 56, tail: 721, seams: ["M327 92 L327 286", "M495 92 L495 286"])
    }

    var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400" role="img">
        <defs><linearGradient id="p" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#ffffff" stop-opacity=".45"/>\
        <stop offset=".45" stop-color="#ffffff" stop-opacity=".05"/><stop offset="1" stop-color="#000000" stop-opacity=".35"/>\
        </linearGradient><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#c9dbe6"/>\
        <stop offset="1" stop-color="#5f7582"/></linearGradient></defs>
        <ellipse cx="400" cy="352" rx="340" ry="14" fill="#000000" opacity=".14"/>
        <path d="\(body.outline)" fill="\(paint)"/><path d="\(body.outline)" fill="url(#p)"/>
        \(body.glass.map { "<path d=\"\($0)\" fill=\"url(#g)\"/>" }.joined())
        \(body.seams.map { "<path d=\"\($0)\" fill=\"none\" stroke=\"#000000\" stroke-opacity=\".3\" stroke-width=\"2\"/>" }.joined())
        <path d="M\(body.frontWheel - 90) 262 h-26" stroke="#fff6d8" stroke-width="10" stroke-linecap="round"/>
        <path d="M\(body.tail - 18) 258 h12" stroke="#b3261e" stroke-width="10" stroke-linecap="round"/>
        \(wheel(at: body.frontWheel))\(wheel(at: body.rearWheel))
        </svg>
        """
    }

    private func wheel(at x: Int) -> String {
        let radius = body.wheelRadius
        let y = 348 - radius
        let rim = radius * 66 / 100
        let spokes = (0..<wheels.rawValue).map { place in
            "<rect x=\"-\(wheels == .tenSpokes ? 2 : 4)\" y=\"-\(rim)\" width=\"\(wheels == .tenSpokes ? 4 : 8)\" "
                + "height=\"\(rim)\" transform=\"rotate(\(place * 360 / wheels.rawValue))\" fill=\"#d7dce0\"/>"
        }
        return """
            <g transform="translate(\(x) \(y))"><circle r="\(radius + 6)" fill="#16191c"/><circle r="\(radius)" fill="#22262a"/>\
            <circle r="\(rim + 3)" fill="#9aa3aa"/><circle r="\(rim - 2)" fill="#3a4147"/>\(spokes.joined())\
            <circle r="7" fill="#eef1f3"/></g>
            """
    }
}
