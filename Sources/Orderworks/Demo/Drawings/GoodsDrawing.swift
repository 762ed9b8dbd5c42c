/// A fixed good on its shadow, drawn as SVG of 800 by 400 units without ground or outside references.
struct GoodsDrawing: Sendable {
    let shapes: String
    /// How wide it stands on the ground.
    var width = 300

    var svg: String { CarDrawing.sheet(Self.materials, shadow + shapes) }

    private var shadow: String {
        """
        <ellipse cx="400" cy="350" rx="\(width / 2 + 40)" ry="16" fill="url(#floor)"/><ellipse cx="400" cy="349" rx="\(width / 2)" ry="7" fill="url(#floor)"/>
        """
    }

    /// What they are made of: dark plastic, metal, cloth, and the light on them.
    private static let materials = """
        <radialGradient id="floor"><stop stop-opacity=".55"/><stop offset=".6" stop-opacity=".28"/><stop offset="1" stop-opacity="0"/></radialGradient>\
        <linearGradient id="dark" x2="0" y2="1"><stop stop-color="#7d8890"/><stop offset=".16" stop-color="#48525a"/><stop offset=".6" stop-color="#2b3238"/><stop offset="1" stop-color="#14181b"/></linearGradient>\
        <linearGradient id="metal" x2="1" y2="1"><stop stop-color="#fafbfc"/><stop offset=".5" stop-color="#b9c1c6"/><stop offset="1" stop-color="#6f787f"/></linearGradient>\
        <linearGradient id="pale" x2="0" y2="1"><stop stop-color="#ffffff"/><stop offset=".7" stop-color="#e9ecee"/><stop offset="1" stop-color="#b7bec3"/></linearGradient>\
        <linearGradient id="red" x2="0" y2="1"><stop stop-color="#f0736a"/><stop offset=".25" stop-color="#c8332f"/><stop offset="1" stop-color="#7c1216"/></linearGradient>\
        <linearGradient id="green" x2="0" y2="1"><stop stop-color="#7fc4a5"/><stop offset=".4" stop-color="#2f7d5b"/><stop offset="1" stop-color="#174a34"/></linearGradient>\
        <linearGradient id="blue" x2="0" y2="1"><stop stop-color="#9cc4e4"/><stop offset=".5" stop-color="#4c82b3"/><stop offset="1" stop-color="#274d74"/></linearGradient>
        """ + CarDrawing.blur("soft", 2) + CarDrawing.blur("mist", 7)

    static let roofBox = Self(shapes: """
        <g fill="url(#metal)" stroke="#4d565d"><rect x="196" y="318" width="408" height="9" rx="4.5"/><path d="M262 300 h34 l6 48 h-46 z M504 300 h34 l6 48 h-46 z" fill="url(#dark)"/></g>\
        <path d="M150 268 C158 226 214 186 318 178 C440 170 570 178 626 196 C654 206 662 240 656 268 Z" fill="url(#dark)"/>\
        <path d="M150 268 H656 C655 292 640 308 610 309 H206 C172 308 152 294 150 268 Z" fill="#191d20"/>\
        <path d="M172 256 C196 222 246 200 326 194 C440 186 560 192 622 208" fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="7" filter="url(#mist)"/>\
        <path d="M214 216 C256 194 300 189 350 186 C450 181 560 184 618 198" fill="none" stroke="#fff" stroke-opacity=".65" stroke-width="2.5" filter="url(#soft)"/>\
        <path d="M222 246 C300 228 470 222 632 240" fill="none" stroke="#000" stroke-opacity=".4" stroke-width="2"/>\
        <path d="M222 248 C300 230 470 224 632 242" fill="none" stroke="#fff" stroke-opacity=".18" stroke-width="1.5"/>\
        <path d="M150 268 H656" stroke="#aeb7bd" stroke-width="3"/><path d="M152 273 H655" stroke="#000" stroke-opacity=".6" stroke-width="4"/>\
        <rect x="386" y="278" width="38" height="12" rx="6" fill="url(#metal)"/><circle cx="405" cy="284" r="3" fill="#22282c"/>
        """, width: 470)
    static let floorMats = Self(shapes: """
        <g stroke="#14181b" stroke-width="2"><path id="m" d="M268 96 C300 88 340 88 362 92 C372 150 380 220 386 300 C350 308 286 308 246 302 C236 290 238 262 242 236 C252 226 256 206 256 190 C260 160 262 124 268 96 Z" fill="url(#dark)"/>\
        <use href="#m" transform="matrix(-1 0 0 1 800 0)"/><path d="M212 300 C268 308 330 310 392 308 L398 342 C330 348 262 348 202 342 Z M588 300 C532 308 470 310 408 308 L402 342 C470 348 538 348 598 342 Z" fill="url(#dark)"/></g>\
        <g fill="none" stroke="#c9d1d6" stroke-width="3"><path id="e" d="M276 104 C304 97 338 97 356 100 C364 156 372 222 377 292 C344 299 290 299 253 294 C247 284 247 264 250 242 C260 230 264 208 264 192 C267 164 270 130 276 104 Z"/>\
        <use href="#e" transform="matrix(-1 0 0 1 800 0)"/></g>\
        <g stroke="#fff" stroke-opacity=".1" stroke-width="2" stroke-dasharray="3 4"><path id="r" d="M282 118 H352 M278 140 H355 M275 162 H358 M272 184 H361 M268 206 H364 M262 228 H366 M257 250 H370 M256 272 H372"/><use href="#r" transform="matrix(-1 0 0 1 800 0)"/></g>\
        <path d="M300 150 L338 146 L346 214 L296 218 Z M500 150 L462 146 L454 214 L504 218 Z" fill="#0e1113" fill-opacity=".55"/>\
        <g fill="url(#metal)"><circle cx="290" cy="276" r="6"/><circle cx="352" cy="276" r="6"/><circle cx="510" cy="276" r="6"/><circle cx="448" cy="276" r="6"/></g>
        """, width: 400)
    static let wallBox = Self(shapes: """
        <path d="M482 196 C560 190 566 262 556 300 C546 346 470 346 452 326 C436 306 470 292 506 306" fill="none" stroke="#15181a" stroke-width="13" stroke-linecap="round"/>\
        <path d="M486 192 C556 190 561 262 552 298" fill="none" stroke="#6a747b" stroke-width="2.5" stroke-linecap="round"/>\
        <rect x="314" y="50" width="172" height="244" rx="36" fill="url(#pale)" stroke="#9aa3a9" stroke-width="1.5"/>\
        <rect x="330" y="66" width="140" height="150" rx="26" fill="url(#dark)"/><path d="M336 128 C346 82 380 72 456 72 C466 76 470 86 470 96 C420 96 370 102 336 150 Z" fill="#fff" fill-opacity=".13"/>\
        <circle cx="400" cy="140" r="44" fill="none" stroke="#51e0a4" stroke-opacity=".6" stroke-width="9" filter="url(#mist)"/>\
        <circle cx="400" cy="140" r="44" fill="none" stroke="#58d9a2" stroke-width="5" stroke-dasharray="208 70" stroke-linecap="round" transform="rotate(-90 400 140)"/>\
        <path d="M406 110 l-24 34 h17 l-7 27 26 -36 h-18 z" fill="#fff"/>\
        <path d="M374 240 h52" stroke="#aab3b9" stroke-width="5" stroke-linecap="round"/><circle cx="450" cy="254" r="22" fill="url(#dark)"/><circle cx="450" cy="254" r="12" fill="#0c0e10" stroke="#6f787f" stroke-width="2"/>\
        <path d="M438 242 L470 226 L494 190 L474 180 L450 214 L428 228 Z" fill="url(#dark)" stroke="#0c0e10"/>
        """, width: 250)
    static let childSeat = Self(shapes: """
        <path d="M262 300 C300 286 500 286 538 300 L552 346 H248 Z" fill="url(#dark)"/><path d="M276 304 C330 294 470 294 524 304" fill="none" stroke="#fff" stroke-opacity=".3" stroke-width="3"/>\
        <path d="M326 64 C352 44 448 44 474 64 C496 84 500 140 504 196 C530 216 536 262 520 296 C480 312 320 312 280 296 C264 262 270 216 296 196 C300 140 304 84 326 64 Z" fill="url(#dark)"/>\
        <path d="M342 76 C364 60 436 60 458 76 C476 96 480 150 482 208 C500 236 502 268 492 284 C460 296 340 296 308 284 C298 268 300 236 318 208 C320 150 324 96 342 76 Z" fill="url(#red)"/>\
        <path d="M352 74 C376 62 424 62 448 74 C462 86 464 116 458 138 C440 132 360 132 342 138 C336 116 338 86 352 74 Z" fill="#d95a52"/><path d="M352 82 C376 70 424 70 448 82" fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="3" filter="url(#soft)"/>\
        <path d="M330 212 C352 232 448 232 470 212 L478 258 C450 276 350 276 322 258 Z" fill="#8e1c20"/><path d="M326 250 C356 266 444 266 474 250" fill="none" stroke="#fff" stroke-opacity=".2" stroke-width="4"/>\
        <path d="M366 134 C368 176 380 210 394 240 M434 134 C432 176 420 210 406 240" fill="none" stroke="#15181a" stroke-width="13"/><path d="M368 140 C371 176 382 206 393 230 M432 140 C429 176 418 206 407 230" fill="none" stroke="#596168" stroke-width="2" stroke-dasharray="5 4"/>\
        <path d="M362 166 h20 v18 h-17 z M438 166 h-20 v18 h17 z" fill="#2b3035"/><rect x="382" y="232" width="36" height="30" rx="7" fill="url(#metal)" stroke="#30363b"/><rect x="391" y="240" width="18" height="12" rx="3" fill="#c8332f"/>
        """, width: 320)
    static let bikeRack = Self(shapes: """
        <g fill="none" stroke-linecap="round" stroke-linejoin="round"><g stroke="#15181a" stroke-width="8"><circle cx="290" cy="232" r="74"/><circle cx="516" cy="232" r="74"/></g>\
        <g stroke="#87919a" stroke-width="2"><circle cx="290" cy="232" r="68"/><circle cx="516" cy="232" r="68"/></g>\
        <path d="M290 164 v136 M222 232 h136 M242 184 l96 96 M338 184 l-96 96 M516 164 v136 M448 232 h136 M468 184 l96 96 M564 184 l-96 96" stroke="#98a2a9" stroke-opacity=".6" stroke-width="1"/>\
        <path d="M290 232 L350 128 L470 128 L516 232 M350 128 L400 232 L470 128 M290 232 L400 232" stroke="#7d3316" stroke-width="11"/>\
        <path d="M290 232 L350 128 L470 128 L516 232 M350 128 L400 232 L470 128 M290 232 L400 232" stroke="#d9713f" stroke-width="6"/>\
        <path d="M352 126 L474 126" stroke="#fff" stroke-opacity=".6" stroke-width="2"/><path d="M350 128 L344 106 M470 128 L462 96 L482 92 C494 92 494 106 486 108" stroke="#2b3238" stroke-width="6"/>\
        <path d="M328 102 h34" stroke="#15181a" stroke-width="11"/><circle cx="400" cy="232" r="14" stroke="#59646c" stroke-width="5" fill="#20262a"/></g>\
        <path d="M196 304 C240 316 300 312 330 304 L330 320 H196 Z M470 304 C520 316 580 312 610 304 L610 320 H470 Z" fill="url(#metal)"/>\
        <rect x="180" y="318" width="446" height="18" rx="9" fill="url(#dark)"/><rect x="190" y="320" width="426" height="3" rx="1.5" fill="#fff" fill-opacity=".35"/>\
        <path d="M392 100 C398 180 396 260 400 330" fill="none" stroke="#3a434a" stroke-width="9" stroke-linecap="round"/><path d="M390 104 C396 180 394 260 398 320" fill="none" stroke="#9aa4ab" stroke-width="2" stroke-linecap="round"/>\
        <rect x="376" y="118" width="34" height="18" rx="8" fill="#15181a"/><g fill="url(#red)"><rect x="184" y="324" width="44" height="20" rx="5"/><rect x="578" y="324" width="44" height="20" rx="5"/></g>
        """, width: 420)
    static let winterWheels = Self(shapes: """
        \(tyre(at: 266, radius: 118))\(tyre(at: 372, radius: 122))\
        <g transform="translate(498 216)"><circle r="132" fill="#101214"/><circle r="129" fill="none" stroke="#3a4147" stroke-width="6" stroke-dasharray="7 5.2"/>\
        <circle r="116" fill="none" stroke="#fff" stroke-opacity=".09" stroke-width="5"/><circle r="108" fill="none" stroke="#000" stroke-width="2"/><circle r="88" fill="#07080a"/>\
        <circle r="84" fill="url(#dark)"/><circle r="54" fill="#767f86" fill-opacity=".5"/>\
        <g fill="url(#metal)" stroke="#434b51" stroke-width="2">\((0..<6).map { "<path d=\"M-16 -22 L-20 -82 L-7 -84 L0 -40 L7 -84 L20 -82 L16 -22 Z\" transform=\"rotate(\($0 * 60))\"/>" }.joined())</g>\
        <circle r="84" fill="none" stroke="url(#metal)" stroke-width="6"/><circle r="26" fill="url(#metal)" stroke="#434b51" stroke-width="1.5"/><circle r="10" fill="#1b1f22" stroke="#e4e9ec" stroke-width="2"/>\
        <path d="M-112 -44 A120 120 0 0 1 -30 -116" fill="none" stroke="#fff" stroke-opacity=".35" stroke-width="5" filter="url(#soft)"/></g>
        """, width: 380)
    static let firstAid = Self(shapes: """
        <path d="M348 108 C348 74 452 74 452 108" fill="none" stroke="#4b0a0d" stroke-width="17" stroke-linecap="round"/><path d="M350 102 C354 76 446 76 450 102" fill="none" stroke="#d9534d" stroke-width="3" stroke-linecap="round"/>\
        <rect x="256" y="106" width="288" height="240" rx="34" fill="url(#red)"/><path d="M268 150 C270 126 282 118 300 117 H500 C518 118 530 126 532 150" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="4" filter="url(#soft)"/>\
        <path d="M256 196 H544" stroke="#4b0a0d" stroke-opacity=".75" stroke-width="4" stroke-dasharray="9 3"/><path d="M256 200 H544" stroke="#fff" stroke-opacity=".2" stroke-width="2"/>\
        <path d="M520 196 v24 a7 7 0 0 1 -14 0 v-24 z" fill="url(#metal)"/><circle cx="400" cy="244" r="68" fill="#fff"/><circle cx="400" cy="244" r="68" fill="#000" fill-opacity=".05"/>\
        <path d="M384 200 h32 v28 h28 v32 h-28 v28 h-32 v-28 h-28 v-32 h28 z" fill="url(#green)"/>
        """)
    static let chargingCable = Self(shapes: """
        <g fill="none" stroke-linecap="round"><g stroke="#101315" stroke-width="19"><ellipse cx="394" cy="214" rx="148" ry="122"/><ellipse cx="398" cy="220" rx="122" ry="98"/><ellipse cx="392" cy="216" rx="98" ry="76"/></g>\
        <g stroke="#2f8a63" stroke-width="13"><ellipse cx="394" cy="214" rx="148" ry="122"/><ellipse cx="398" cy="220" rx="122" ry="98"/><ellipse cx="392" cy="216" rx="98" ry="76"/></g>\
        <g stroke="#b6f0d5" stroke-opacity=".6" stroke-width="2.5"><path d="M250 192 C264 130 326 92 394 90 M280 200 C296 148 340 120 396 120 M300 200 C314 160 350 142 390 141"/></g></g>\
        <path d="M240 250 h42 v30 h-42 z M512 250 h36 v30 h-36 z" fill="#15181a"/>\
        <path d="M506 286 C530 296 552 316 566 340 L612 326 C616 296 600 268 572 252 L536 246 Z" fill="url(#dark)"/><path d="M524 280 C552 268 584 282 600 314" fill="none" stroke="#fff" stroke-opacity=".4" stroke-width="3" filter="url(#soft)"/>\
        <path d="M566 340 L612 326 L620 340 C612 352 584 356 572 352 Z" fill="#0d0f11"/><circle cx="546" cy="270" r="5" fill="#58d9a2"/>\
        <path d="M292 290 C268 300 246 318 234 340 L186 328 C184 298 200 270 226 254 L262 248 Z" fill="url(#dark)"/><path d="M276 282 C248 270 216 284 200 314" fill="none" stroke="#fff" stroke-opacity=".4" stroke-width="3" filter="url(#soft)"/>\
        <path d="M234 340 L186 328 L180 342 C188 354 216 356 228 352 Z" fill="#0d0f11"/>
        """, width: 380)
    static let bootTray = Self(shapes: """
        <path d="M246 150 C300 138 500 138 554 150 L612 320 C616 338 604 346 586 347 H214 C196 346 184 338 188 320 Z" fill="url(#dark)"/>\
        <path d="M266 166 C316 156 484 156 534 166 L578 304 C580 314 574 319 564 320 H236 C226 319 220 314 222 304 Z" fill="#191d20"/>\
        <path d="M266 166 C316 156 484 156 534 166 L540 186 C484 176 316 176 260 186 Z" fill="#0b0d0e"/>\
        <g fill="none" stroke="#4c565e" stroke-width="5" stroke-linecap="round"><path d="M300 196 L276 300 M350 192 L338 302 M400 191 V303 M450 192 L462 302 M500 196 L524 300"/></g>\
        <g fill="none" stroke="#8c979f" stroke-opacity=".7" stroke-width="1.5" stroke-linecap="round"><path d="M298 196 L274 300 M348 192 L336 302 M398 191 V303 M448 192 L460 302 M498 196 L522 300"/></g>\
        <path d="M250 152 C304 141 496 141 550 152" fill="none" stroke="#fff" stroke-opacity=".7" stroke-width="3" filter="url(#soft)"/>\
        <path d="M196 326 C200 338 208 340 220 340 H580 C592 340 600 338 604 326" fill="none" stroke="#fff" stroke-opacity=".3" stroke-width="3"/>
        """, width: 430)
    static let phoneHolder = Self(shapes: """
        <path d="M388 262 h24 l8 62 h-40 z" fill="url(#dark)"/><ellipse cx="400" cy="336" rx="74" ry="13" fill="#15181a"/><ellipse cx="400" cy="330" rx="74" ry="13" fill="url(#dark)"/><path d="M336 328 C352 320 448 320 464 328" fill="none" stroke="#fff" stroke-opacity=".45" stroke-width="2"/>\
        <g transform="rotate(-7 400 160)"><rect x="336" y="32" width="128" height="248" rx="22" fill="#0d0f11"/><rect x="337" y="33" width="126" height="246" rx="21" fill="none" stroke="#aab3b9" stroke-width="2.5"/>\
        <rect x="344" y="40" width="112" height="232" rx="15" fill="url(#blue)"/><path d="M344 200 L388 150 L412 176 L456 120 V257 a15 15 0 0 1 -15 15 H359 a15 15 0 0 1 -15 -15 Z" fill="#1f4d3c" fill-opacity=".75"/>\
        <path d="M400 272 C392 236 424 214 404 190 C396 178 408 168 414 166" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round"/><circle cx="414" cy="160" r="9" fill="#c8332f" stroke="#fff" stroke-width="3"/>\
        <path d="M344 55 a15 15 0 0 1 15 -15 H420 L344 190 Z" fill="#fff" fill-opacity=".18"/><rect x="384" y="47" width="32" height="8" rx="4" fill="#0d0f11"/>\
        <path d="M326 150 h18 v48 h-18 a8 8 0 0 1 -8 -8 v-32 a8 8 0 0 1 8 -8 z M474 150 h-18 v48 h18 a8 8 0 0 0 8 -8 v-32 a8 8 0 0 0 -8 -8 z" fill="url(#dark)"/><path d="M360 280 h80 v10 a6 6 0 0 1 -6 6 h-68 a6 6 0 0 1 -6 -6 z" fill="url(#dark)"/></g>
        """, width: 170)
    static let towBar = Self(shapes: """
        <path d="M196 246 h86 v92 h-86 a8 8 0 0 1 -8 -8 v-76 a8 8 0 0 1 8 -8 z" fill="url(#dark)"/><g fill="#0b0d0e" stroke="#87919a" stroke-width="2"><circle cx="214" cy="266" r="8"/><circle cx="214" cy="318" r="8"/></g>\
        <path d="M276 292 H452 C506 292 532 262 534 216 V186" fill="none" stroke="#0d0f11" stroke-width="52"/><path d="M276 292 H452 C506 292 532 262 534 216 V186" fill="none" stroke="#353d43" stroke-width="46"/>\
        <path d="M280 280 H450 C494 280 518 254 520 214 V186" fill="none" stroke="#fff" stroke-opacity=".4" stroke-width="6" filter="url(#soft)"/><path d="M282 308 H456 C514 306 546 270 550 218" fill="none" stroke="#000" stroke-opacity=".5" stroke-width="8" filter="url(#soft)"/>\
        <path d="M510 190 h48 l-8 -34 h-32 z" fill="url(#metal)" stroke="#59646c"/><circle cx="534" cy="122" r="44" fill="url(#metal)" stroke="#59646c"/>\
        <ellipse cx="518" cy="104" rx="15" ry="11" fill="#fff" filter="url(#soft)"/><path d="M500 146 A44 44 0 0 0 572 140" fill="none" stroke="#30383d" stroke-opacity=".5" stroke-width="6" filter="url(#soft)"/>\
        <circle cx="330" cy="292" r="22" fill="url(#red)" stroke="#4b0a0d"/><path d="M330 278 v28 M316 292 h28" stroke="#fff" stroke-width="5" stroke-linecap="round"/>
        """, width: 380)

    /// One of the wheels that stand behind the foremost.
    private static func tyre(at x: Int, radius: Int) -> String {
        """
        <g transform="translate(\(x) \(348 - radius))"><circle r="\(radius)" fill="#15181a"/><circle r="\(radius - 3)" fill="none" stroke="#3a4147" stroke-width="5" stroke-dasharray="7 5"/>\
        <circle r="\(radius - 14)" fill="none" stroke="#fff" stroke-opacity=".08" stroke-width="5"/><circle r="\(radius * 2 / 3)" fill="url(#dark)"/>\
        <circle r="\(radius * 2 / 3)" fill="none" stroke="url(#metal)" stroke-width="5"/></g>
        """
    }
}
