/// What a complete configuration breaks.
package enum ConfigurationFault: Sendable, Hashable {
    case unknownOption(String)
    case unknownParameter(String)
    case missingParameter(String)
    /// The value is none of the parameter's.
    case impossibleValue(parameter: String, Int)
    case root(String)
    /// An option is taken and its group's parent isn't.
    case withoutParent(option: String, group: String)
    case tooFew(group: String, taken: Int)
    case tooMany(group: String, taken: Int)
    case rule(String)
}

extension FeatureModel {
    /// All that a complete configuration breaks: empty where it is valid. Takes no solver and time in proportion to
    /// the model, so that it may be called in a transaction.
    package func faults(in options: Set<String>, _ values: [String: Int]) -> [ConfigurationFault] {
        let names = Set(self.options.map(\.name))
        var faults = options.subtracting(names).sorted().map(ConfigurationFault.unknownOption)
        let parameterNames = Set(parameters.map(\.name))
        faults += Set(values.keys).subtracting(parameterNames).sorted().map(ConfigurationFault.unknownParameter)
        for parameter in parameters {
            guard let value = values[parameter.name] else {
                faults.append(.missingParameter(parameter.name))
                continue
            }
            let isInRange = (parameter.minimum...parameter.maximum).contains(value)
            if !isInRange || (value - parameter.minimum) % parameter.step != 0 {
                faults.append(.impossibleValue(parameter: parameter.name, value))
            }
        }
        for option in self.options where option.isRoot && !options.contains(option.name) {
            faults.append(.root(option.name))
        }
        for group in groups {
            let taken = group.members.count { options.contains($0) }
            guard group.parent.map(options.contains) ?? true else {
                faults += group.members.filter(options.contains).map {
                    .withoutParent(option: $0, group: group.name)
                }
                continue
            }
            if taken < group.minimum { faults.append(.tooFew(group: group.name, taken: taken)) }
            if taken > group.maximum { faults.append(.tooMany(group: group.name, taken: taken)) }
        }
        for rule in rules where !rule.condition.holds(taking: options, values) { faults.append(.rule(rule.name)) }
        return faults
    }
}
