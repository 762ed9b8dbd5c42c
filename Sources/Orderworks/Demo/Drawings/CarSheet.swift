/// What an option adds to the drawing of a car: a sheet, and how high in the pile it lies.
enum CarSheet: Sendable {
    case body(CarPaint)
    case extra(CarExtra)
    case wheels(WheelDrawing)

    /// Wheels lie on top, equipment between them and the body.
    var layer: Int64 {
        switch self {
        case .body: 10
        case .extra: 20
        case .wheels: 30
        }
    }

    /// Nil when it can't be seen on this body: seats under a roof, rails without one.
    func svg(on body: CarBody) -> String? {
        let drawing = CarDrawing(body: body)
        switch self {
        case .body(let paint): return drawing.body(in: paint)
        case .wheels(let wheels): return drawing.wheels(wheels)
        case .extra(let extra): return extra.svg(on: body)
        }
    }
}
