import Reasoning
import Testbed

/// A model as large as a car maker's largest, made by rule and seed: the same for everybody.
///
/// Modelled on `automotive01`, of the collection SoftVarE-Group/feature-model-benchmark: the same share of groups of
/// each kind, nine rules in ten between features of one module, six in seven of them implications and the rest
/// exclusions, clauses of the same lengths (97 in 100 of two) and origins (groups of which one is taken make more of
/// them than rules do), the same share of features in every configuration and in none. So that it has many
/// configurations in spite of its rules, some are sampled first and a rule is taken only when all of them keep it.
struct GeneratedModel {
    private var chance: Chance
    private let features: Int
    private let clauses: Int
    private var model: FeatureModel
    private var groupsOf: [[Int]] = [[]]
    /// Number of the group each feature stands in, of its parent, and of its module.
    private var groupOf: [Int] = [-1]
    private var parent: [Int] = [-1]
    private var module: [Int] = [0]
    private var level: [Int] = [0]
    private var members: [[Int]] = []
    private var kinds: [Kind] = []
    private var dead: Set<Int> = []
    /// Features of every configuration: those that have to be by their groups, and those that rules want.
    private var core: Set<Int> = []
    private var wanted: [Int] = []
    /// Which samples take each feature, a bit each.
    private var samples: [[UInt64]] = []

    private enum Kind: String { case mandatory, optional, or, alternative }

    static let seed: UInt64 = 2_513
    private static let sampleWords = 8
    /// Samples that a feature is in, so that rules are made of it.
    private static let leastMet = 3
    private static let deadShare = 0.075
    private static let coreShare = 0.04
    private static let exclusionShare = 0.14
    private static let moduleShare = 0.93
    /// Of the rules, those that name so many features to choose from.
    private static let choiceShares: [(count: Int, share: Double)] = [(2, 0.017), (3, 0.007), (4, 0.003), (6, 0.005)]
    /// Features of one module, about.
    private static let moduleSize = 90
    /// How often a rule is looked for that all samples keep.
    private static let tries = 200_000_000

    static func make(features: Int = 18_600, clauses: Int = 350_000, seed: UInt64 = seed) -> FeatureModel {
        var made = GeneratedModel(features: features, clauses: clauses, seed: seed)
        made.grow()
        made.killSome()
        made.wantSome()
        made.sample()
        made.addRules()
        return made.model
    }

    private init(features: Int, clauses: Int, seed: UInt64) {
        chance = Chance(seed)
        self.features = features
        self.clauses = clauses
        model = FeatureModel(name: "generated", options: [.init("F0", isRoot: true)])
    }

    /// Adds groups to features until there are enough, the earliest first, so that the tree is about as deep as broad.
    private mutating func grow() {
        var next = 0
        while model.options.count < features {
            let at = next
            next += 1
            let isChoice = at > 0 && kinds[groupOf[at]] == .alternative
            // The last open feature carries on.
            guard at + 1 == model.options.count || chance.part(isChoice ? 0.12 : 0.7) || at < 8 else { continue }
            for _ in 0..<(chance.part(0.15) ? 2 : 1) {
                let roll = chance.fraction()
                let kind: Kind = switch roll {
                case ..<0.47: .alternative
                case ..<0.73: .mandatory
                case ..<0.95: .optional
                default: .or
                }
                let most = switch kind {
                case .alternative: [2, 2, 2, 2, 3, 3, 4, 6, 14, 30, 40]
                case .mandatory: [1, 2, 3, 4, 6]
                case .or: [2, 2, 3, 6]
                case .optional: [1, 1, 2, 3, 5]
                }
                addGroup(kind, chance.one(of: at < 8 ? [6, 8] : most), to: at)
            }
        }
    }

    private mutating func addGroup(_ kind: Kind, _ count: Int, to at: Int) {
        let group = members.count
        members.append([])
        kinds.append(kind)
        groupsOf[at].append(group)
        for _ in 0..<count {
            let number = model.options.count
            model.options.append(.init("F\(number)"))
            members[group].append(number)
            groupsOf.append([])
            groupOf.append(group)
            parent.append(at)
            level.append(level[at] + 1)
            module.append(level[at] < 3 ? number : module[at])
        }
        let range = switch kind {
        case .mandatory: count...count
        case .optional: 0...count
        case .or: 1...count
        case .alternative: 1...1
        }
        model.groups.append(.init(
            "F\(at): \(kind) \(group)", of: "F\(at)", members[group].map { "F\($0)" }, range))
    }

    /// Chooses features without features of their own that no configuration is to take.
    private mutating func killSome() {
        let wanted = Int(Double(features) * Self.deadShare)
        var tries = 0
        while dead.count < wanted, tries < 50 * features {
            tries += 1
            let at = chance.below(features)
            guard at > 0, groupsOf[at].isEmpty, kinds[groupOf[at]] != .mandatory,
                members[groupOf[at]].count > 2,
                members[groupOf[at]].count(where: dead.contains) <= members[groupOf[at]].count / 6
            else { continue }
            dead.insert(at)
        }
    }

    /// Chooses features that every configuration is to take.
    private mutating func wantSome() {
        addToCore(0)
        var tries = 0
        while Double(core.count) < Double(features) * Self.coreShare, tries < 50 * features {
            tries += 1
            let at = 1 + chance.below(features - 1)
            guard !core.contains(at), !dead.contains(at), core.contains(parent[at]),
                kinds[groupOf[at]] == .optional || kinds[groupOf[at]] == .or
            else { continue }
            wanted.append(at)
            addToCore(at)
        }
    }

    private mutating func addToCore(_ feature: Int) {
        var waiting = [feature]
        while let at = waiting.popLast() {
            core.insert(at)
            for group in groupsOf[at] where kinds[group] == .mandatory { waiting += members[group] }
        }
    }

    /// Samples valid configurations of the tree, so that each feature is in one of them where that can be.
    private mutating func sample() {
        samples = Array(repeating: Array(repeating: 0, count: Self.sampleWords), count: model.options.count)
        var isMet = [Bool](repeating: false, count: model.options.count)
        var missing = model.options.indices.filter { !dead.contains($0) }
        for number in 0..<(64 * Self.sampleWords) {
            missing.removeAll { isMet[$0] }
            var path = core
            for wish in missing.shuffled(using: &chance).prefix(200) where !isMet[wish] {
                // Several features not met yet, as far as their groups let them stand together.
                var at = wish
                while at >= 0, path.insert(at).inserted { at = parent[at] }
            }
            var waiting = [0]
            while let at = waiting.popLast() {
                samples[at][number >> 6] |= 1 << UInt64(number & 63)
                isMet[at] = true
                for group in groupsOf[at] { waiting += taken(of: group, along: path) }
            }
        }
    }

    private mutating func taken(of group: Int, along path: Set<Int>) -> [Int] {
        let open = members[group].filter { !dead.contains($0) }
        let wished = open.filter(path.contains)
        switch kinds[group] {
        case .mandatory: return members[group]
        case .alternative: return [wished.first ?? open[chance.below(open.count)]]
        case .optional, .or:
            let some = open.filter { path.contains($0) || chance.part(0.35) }
            return some.isEmpty && kinds[group] == .or ? [open[chance.below(open.count)]] : some
        }
    }

    private mutating func addRules() {
        var modules: [Int: [Int]] = [:]
        for at in 1..<model.options.count { modules[module[at] / Self.moduleSize, default: []].append(at) }
        var count = treeClauses
        for at in dead.sorted() {
            add(.not(.all([.option("F\(at)"), .option("F0")])), &count)
        }
        let keys = modules.keys.sorted()
        for at in wanted { add(.implies(.option("F0"), .option("F\(at)")), &count) }
        // What is met seldom would seem to imply much by chance.
        let isMet = samples.map { $0.reduce(0) { $0 + $1.nonzeroBitCount } >= Self.leastMet }
        var seen = Set<Int>()
        var tries = 0
        while count < clauses, tries < Self.tries {
            tries += 1
            let first = 1 + chance.below(model.options.count - 1)
            let near = modules[keys[module[first] / Self.moduleSize % keys.count]] ?? []
            let second = chance.part(Self.moduleShare) && near.count > 1
                ? near[chance.below(near.count)] : 1 + chance.below(model.options.count - 1)
            // What is always taken or never met would say nothing, or too much.
            guard first != second, isMet[first], isMet[second], !core.contains(first), !core.contains(second),
                seen.insert(first * features * 2 + second).inserted else { continue }
            if chance.part(Self.exclusionShare) {
                if keeps(first, without: second) {
                    add(.not(.all([.option("F\(first)"), .option("F\(second)")])), &count)
                }
            } else if let more = choices(beside: second, near) {
                if keeps(first, withAnyOf: more) {
                    add(.implies(.option("F\(first)"), .any(more.map { .option("F\($0)") })), &count)
                }
            } else if keeps(first, with: second) {
                add(.implies(.option("F\(first)"), .option("F\(second)")), &count)
            }
        }
    }

    private var treeClauses: Int {
        members.indices.reduce(1) { sum, group in
            let count = members[group].count
            return sum + count + (kinds[group] == .mandatory ? count : kinds[group] == .optional ? 0 : 1)
                + (kinds[group] == .alternative ? count * (count - 1) / 2 : 0)
        }
    }

    private mutating func add(_ condition: Condition, _ count: inout Int) {
        count += 1
        model.rules.append(.init("R\(count)", condition))
    }

    /// What else a rule names beside a feature; nil for most, which name it alone.
    private mutating func choices(beside second: Int, _ near: [Int]) -> [Int]? {
        var roll = chance.fraction()
        for (count, share) in Self.choiceShares {
            roll -= share
            guard roll < 0 else { continue }
            let others = Set((1..<count).map { _ in near[chance.below(near.count)] })
            return [second] + others.subtracting([second]).filter { !core.contains($0) && !dead.contains($0) }.sorted()
        }
        return nil
    }

    private func keeps(_ first: Int, withAnyOf others: [Int]) -> Bool {
        !others.contains(first) && (0..<Self.sampleWords).allSatisfy { word in
            others.reduce(samples[first][word]) { $0 & ~samples[$1][word] } == 0
        }
    }

    private func keeps(_ first: Int, with second: Int) -> Bool {
        for word in 0..<Self.sampleWords where samples[first][word] & ~samples[second][word] != 0 { return false }
        return true
    }

    private func keeps(_ first: Int, without second: Int) -> Bool {
        for word in 0..<Self.sampleWords where samples[first][word] & samples[second][word] != 0 { return false }
        return true
    }
}

/// Chance that comes out the same in every run.
struct Chance: RandomNumberGenerator {
    private var generator: SplitMix64

    init(_ seed: UInt64) { generator = SplitMix64(seed) }

    mutating func next() -> UInt64 { generator.next() }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func fraction() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
    mutating func part(_ share: Double) -> Bool { fraction() < share }
    mutating func one(of numbers: [Int]) -> Int { numbers[below(numbers.count)] }
}
