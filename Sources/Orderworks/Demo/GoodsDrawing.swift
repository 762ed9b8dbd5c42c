/// A fixed good on a plain ground, drawn as SVG: 400 by 400 units, no outside references.
struct GoodsDrawing {
    let shapes: String

    var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img">
        <rect width="400" height="400" rx="24" fill="#eef1f3"/><ellipse cx="200" cy="330" rx="140" ry="12" opacity=".12"/>
        \(shapes)
        </svg>
        """
    }

    static let roofBox = Self(shapes: """
        <path d="M50 250 Q60 170 150 160 L320 160 Q360 170 356 250 Z" fill="#2b3238"/><path d="M52 236 L356 236" stroke="#7d8890" \
        stroke-width="4"/><rect x="110" y="250" width="24" height="50" fill="#8b959c"/><rect x="270" y="250" width="24" height="50" fill="#8b959c"/>
        """)
    static let floorMats = Self(shapes: """
        <path d="M78 90 h104 l10 220 h-124 z M322 90 h-104 l-10 220 h124 z" fill="#3b4248"/><path d="M92 108 h77 l8 184 h-93 z M308 108 h-77 l-8 184 h93 z" \
        fill="none" stroke="#aab3b9" stroke-width="4" stroke-dasharray="8 6"/>
        """)
    static let wallBox = Self(shapes: """
        <rect x="130" y="60" width="140" height="200" rx="26" fill="#ffffff" stroke="#b8c0c6" stroke-width="4"/><circle cx="200" cy="130" r="34" \
        fill="#2f7d5b"/><path d="M204 108 l-18 26 h14 l-6 20 20 -28 h-14 z" fill="#ffffff"/><path d="M200 260 v30 q0 40 60 40 t60 -70" fill="none" \
        stroke="#2b3238" stroke-width="12" stroke-linecap="round"/>
        """)
    static let childSeat = Self(shapes: """
        <path d="M138 96 q-8 -36 62 -36 t62 36 l12 130 h-148 z" fill="#9b3d3d"/><rect x="156" y="76" width="88" height="50" rx="20" fill="#b85a52"/>\
        <path d="M112 216 h176 q14 56 -8 96 h-160 q-22 -40 -8 -96 z" fill="#7c2f2f"/><path d="M176 130 L194 230 M224 130 L206 230" stroke="#22262a" \
        stroke-width="9"/><rect x="186" y="220" width="28" height="24" rx="5" fill="#c9d0d5"/>
        """)
    static let bikeRack = Self(shapes: """
        <rect x="70" y="270" width="260" height="20" rx="8" fill="#2b3238"/><circle cx="130" cy="220" r="56" fill="none" stroke="#59646c" \
        stroke-width="8"/><circle cx="270" cy="220" r="56" fill="none" stroke="#59646c" stroke-width="8"/><path d="M130 220 L180 130 L250 130 L270 220 M180 130 L215 220 L130 220" \
        fill="none" stroke="#c2542d" stroke-width="8"/>
        """)
    static let winterWheels = Self(shapes: """
        <circle cx="200" cy="200" r="120" fill="#22262a"/><circle cx="200" cy="200" r="76" fill="#c9d0d5"/>\
        <path d="M200 130 v140 M130 200 h140 M151 151 l98 98 M249 151 l-98 98" stroke="#59646c" stroke-width="12"/><circle cx="200" cy="200" r="18" fill="#eef1f3"/>
        """)
    static let firstAid = Self(shapes: """
        <rect x="80" y="120" width="240" height="180" rx="20" fill="#b3261e"/><path d="M160 120 v-26 h80 v26" fill="none" stroke="#7d1a14" stroke-width="14"/>\
        <path d="M200 160 v100 M150 210 h100" stroke="#ffffff" stroke-width="30"/>
        """)
    static let chargingCable = Self(shapes: """
        <circle cx="200" cy="200" r="96" fill="none" stroke="#2b3238" stroke-width="26"/><circle cx="200" cy="200" r="58" fill="none" stroke="#3f8f6c" \
        stroke-width="14"/><path d="M290 230 L330 290" stroke="#2b3238" stroke-width="26" stroke-linecap="round"/><rect x="310" y="270" width="50" height="46" rx="8" fill="#59646c"/>
        """)
    static let bootTray = Self(shapes: """
        <path d="M70 150 h260 l30 130 h-320 z" fill="#3b4248"/><path d="M92 168 h216 l20 92 h-256 z" fill="#4d565d"/><path d="M120 180 l-16 70 M200 180 v70 M280 180 l16 70" \
        stroke="#3b4248" stroke-width="6"/>
        """)
    static let phoneHolder = Self(shapes: """
        <rect x="140" y="70" width="120" height="210" rx="18" fill="#22262a"/><rect x="152" y="86" width="96" height="178" rx="8" fill="#6fa3c7"/>\
        <path d="M200 280 v40 M150 330 h100" stroke="#59646c" stroke-width="18" stroke-linecap="round"/>
        """)
    static let towBar = Self(shapes: """
        <path d="M80 240 h170 q50 0 50 -50 v-20" fill="none" stroke="#59646c" stroke-width="30" stroke-linecap="round"/><circle cx="300" cy="146" r="30" fill="#aab3b9"/>\
        <rect x="60" y="200" width="40" height="80" rx="6" fill="#2b3238"/>
        """)
}
