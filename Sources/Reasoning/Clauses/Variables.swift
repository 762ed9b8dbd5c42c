/// Which variable stands for what. Options come first, by their number from 1 on; then each parameter has a variable
/// for every value but its least, true where the parameter is that value or more; then names for parts of conditions.
struct Variables: Sendable {
    let options: [String: Int32]
    let parameters: [String: Int]
    let ladders: [Ladder]
    /// Options and ladders: what a buyer can see of a model.
    let visible: Int

    struct Ladder: Sendable {
        let values: [Int]
        /// Of the second value; the others follow.
        let first: Int32

        var literals: [Int32] { (0..<Int32(values.count - 1)).map { first + $0 } }

        /// The literal that says: this value or more. Nil where every value is.
        func atLeast(_ value: Int) -> Rung {
            guard let place = values.firstIndex(where: { $0 >= value }) else { return .never }
            return place == 0 ? .always : .literal(first + Int32(place - 1))
        }
    }

    enum Rung {
        case always
        case never
        case literal(Int32)
    }

    init(_ model: FeatureModel) throws(ModelFault) {
        var options: [String: Int32] = [:]
        options.reserveCapacity(model.options.count)
        for (number, option) in model.options.enumerated() {
            guard options.updateValue(Int32(number + 1), forKey: option.name) == nil else {
                throw ModelFault(.option(option.name), .isNamedTwice)
            }
        }
        var parameters: [String: Int] = [:]
        var ladders: [Ladder] = []
        var next = model.options.count + 1
        for (number, parameter) in model.parameters.enumerated() {
            let values = try Self.values(parameter)
            guard parameters.updateValue(number, forKey: parameter.name) == nil else {
                throw ModelFault(.parameter(parameter.name), .isNamedTwice)
            }
            ladders.append(Ladder(values: values, first: Int32(next)))
            next += values.count - 1
        }
        self.options = options
        self.parameters = parameters
        self.ladders = ladders
        visible = next - 1
    }

    private static func values(_ parameter: FeatureModel.Parameter) throws(ModelFault) -> [Int] {
        let place = ModelFault.Place.parameter(parameter.name)
        let far = ModelLimits.number
        guard parameter.step > 0, parameter.minimum <= parameter.maximum else { throw ModelFault(place, .hasNoValues) }
        guard parameter.minimum >= -far, parameter.maximum <= far else {
            throw ModelFault(place, .isTooLarge("in a bound", limit: far))
        }
        guard (parameter.maximum - parameter.minimum) / parameter.step < ModelLimits.values else {
            throw ModelFault(place, .isTooLarge("values", limit: ModelLimits.values))
        }
        return parameter.values
    }

    func option(_ name: String, _ place: ModelFault.Place) throws(ModelFault) -> Int32 {
        guard let variable = options[name] else { throw ModelFault(place, .knowsNoOption(name)) }
        return variable
    }

    func ladder(_ name: String, _ place: ModelFault.Place) throws(ModelFault) -> Ladder {
        guard let number = parameters[name] else { throw ModelFault(place, .knowsNoParameter(name)) }
        return ladders[number]
    }

    /// What a quantity can be, ascending, and the literals that say that it is each but the first, or more.
    func ladder(
        of quantity: Condition.Quantity, _ place: ModelFault.Place
    ) throws(ModelFault) -> (values: [Int], literals: [Int32]) {
        switch quantity {
        case .option(let name): return ([0, 1], [try option(name, place)])
        case .parameter(let name):
            let ladder = try ladder(name, place)
            return (ladder.values, ladder.literals)
        }
    }
}
