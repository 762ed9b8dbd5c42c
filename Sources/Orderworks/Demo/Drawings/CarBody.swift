/// The shape of a kind of car, seen from its left side and driving to the left; paths in the units of its drawing.
struct CarBody: Sendable {
    /// From the lower corner of the nose over the roof to the lower corner of the tail.
    let outline: String
    /// The height of the roof, of the line where the side turns upwards, and of the body's lower edge.
    let roof: Int
    let belt: Int
    let sill: Int
    /// Where the axles are, and how large a wheel with its tyre is.
    let frontAxle: Int
    let rearAxle: Int
    let wheelRadius: Int
    /// All side windows together, and what stands between them.
    let glass: String
    let pillars: [String]
    /// What can be seen through the windows.
    let interior: String
    /// Where the outline is glass: windscreen and rear window.
    let screens: [String]
    /// The hindmost point.
    let tail: Int
    /// Where the light breaks: along the shoulder, and along the lower part of the doors.
    let shoulder: String
    let crease: String
    let seams: [String]
    let handles: [Point]
    let mirror: Point
    let headlamp: String
    /// The line of its daylight, as a path to stroke.
    let daylight: String
    let tailLamp: String
    /// Openings and bumpers at nose and tail, in plastic.
    let plastic: [String]
    /// Plastic around the wheels and along the sill, as on a car for bad roads.
    var isClad = false
    /// Along the roof, where rails or a glass roof go; nil: it has no roof.
    var roofLine: String?
    /// What lies behind the body's outline: seats of an open car.
    var behind = ""

    struct Point: Sendable {
        let x: Int
        let y: Int

        init(_ x: Int, _ y: Int) {
            self.x = x
            self.y = y
        }
    }

    static let ground = 345

    var axleHeight: Int { Self.ground - wheelRadius }

    /// The outline closed along the sill, with openings for the wheels.
    var closedOutline: String {
        let openings = [rearAxle, frontAxle].map { axle in
            "L\(axle + archReach) \(sill) A\(archRadius) \(archRadius) 0 1 0 \(axle - archReach) \(sill)"
        }
        return "\(outline) \(openings.joined(separator: " ")) Z"
    }

    var archRadius: Int { wheelRadius + 7 }

    /// How far an arch's opening reaches to each side of the axle at the sill.
    var archReach: Int {
        let drop = Double(sill - axleHeight)
        return Int((Double(archRadius * archRadius) - drop * drop).squareRoot())
    }
}
