import Values

extension ModelDocument: Codable {
    private enum CodingKeys: String, CodingKey { case groups, rules, parameters, effects, packs }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            groups: try container.decode([ConfigurationModel.Group].self, forKey: .groups),
            rules: try container.decode([ConfigurationModel.Rule].self, forKey: .rules),
            parameters: try container.decodeIfPresent([ConfigurationModel.Parameter].self, forKey: .parameters) ?? [],
            effects: try container.decodeIfPresent([ConfigurationModel.Effect].self, forKey: .effects) ?? [],
            packs: try container.decodeIfPresent([ConfigurationModel.Pack].self, forKey: .packs) ?? [])
    }

    /// What there is none of isn't written, so that a model without it reads as it always did.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(groups, forKey: .groups)
        try container.encode(rules, forKey: .rules)
        if !parameters.isEmpty { try container.encode(parameters, forKey: .parameters) }
        if !effects.isEmpty { try container.encode(effects, forKey: .effects) }
        if !packs.isEmpty { try container.encode(packs, forKey: .packs) }
    }
}
