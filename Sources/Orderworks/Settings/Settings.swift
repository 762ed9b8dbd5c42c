import Configuration
import Values

/// The settings in force, each read once at start from where it is set: flag, environment, file, or its own fallback,
/// in that order.
package struct Settings: Sendable {
    private var values: [String: any Sendable] = [:]
    private var texts: [String: String] = [:]
    private var origins: [String: Origin] = [:]

    package enum Origin: Equatable, Sendable, CustomStringConvertible {
        case flag
        case environment(String)
        case file(String)
        case fallback

        package var description: String {
            switch self {
            case .flag: "flag"
            case .environment(let variable): "environment \(variable)"
            case .file(let path): "file \(path)"
            case .fallback: "default"
            }
        }
    }

    /// Everything wrong with the settings, a sentence each.
    package struct Mistakes: Error, Equatable, CustomStringConvertible {
        package let sentences: [String]

        package var description: String { sentences.joined(separator: "\n") }
    }

    /// The value in force. For settings with a fallback, which always have one.
    package subscript<Value>(setting: Setting<Value>) -> Value {
        guard let value = ifSet(setting) else { preconditionFailure("\(setting.name) has no fallback") }
        return value
    }

    /// The value in force; nil when there is none.
    package func ifSet<Value>(_ setting: Setting<Value>) -> Value? {
        values[setting.name] as? Value ?? setting.fallback
    }

    /// The value in force as it is written; of a secret only whether there is one.
    func shown(_ setting: any DeclaredSetting) -> String {
        guard let text = texts[setting.name] ?? setting.fallbackText else { return "not set" }
        return setting.isSecret ? "(hidden)" : text
    }

    func origin(of setting: any DeclaredSetting) -> Origin { origins[setting.name, default: .fallback] }

    /// Reads `known` settings. Throws all `Mistakes` at once; a flag or a file's member that isn't known is one.
    /// - Parameter arguments: what stands behind the command.
    static func read(
        _ known: [any DeclaredSetting], arguments: [String], environment: [String: String]
    ) throws(Mistakes) -> Settings {
        var mistakes = Flags.mistakes(in: arguments, known: known)
        var settings = Settings()
        var sources = [
            Source(origin: { _ in .flag }, provider: InMemoryProvider(name: "flags", values: Dictionary(
                uniqueKeysWithValues: Flags.values(in: arguments, known: known).map { name, text in
                    let isFlag = known.first { $0.name == name }?.form == .flag
                    let content = isFlag ? Bool(text).map(ConfigContent.bool) : nil
                    return (AbsoluteConfigKey([name]), ConfigValue(content ?? .string(text), isSecret: false))
                }))),
            Source(
                origin: { .environment($0.variable) },
                provider: EnvironmentVariablesProvider(environmentVariables: environment).mapKeys { key in
                    AbsoluteConfigKey(["orderworks"] + key.components.map { String($0.map { $0 == "-" ? "_" : $0 }) })
                }),
        ]
        mistakes += settings.take([Known.settings], from: sources)
        if let path = settings.ifSet(Known.settings), known.contains(where: { $0.name == Known.settings.name }) {
            do {
                sources.append(try Source.file(path, known: known))
            } catch {
                mistakes += error.sentences
            }
        }
        mistakes += settings.take(known, from: sources)
        guard mistakes.isEmpty else { throw Mistakes(sentences: mistakes) }
        return settings
    }

    /// Takes each setting from the first source that has it. Returns the mistakes.
    private mutating func take(_ known: [any DeclaredSetting], from sources: [Source]) -> [String] {
        var mistakes: [String] = []
        for setting in known {
            for source in sources {
                let origin = source.origin(setting)
                do throws(Malformed) {
                    guard let text = try source.text(of: setting) else { continue }
                    values[setting.name] = try setting.value(from: text)
                    texts[setting.name] = text
                    origins[setting.name] = origin
                } catch {
                    mistakes.append("\(setting.name): \(error.reason) (\(origin))")
                }
                break
            }
        }
        return mistakes
    }
}

/// One place that settings are read from.
private struct Source {
    let origin: (any DeclaredSetting) -> Settings.Origin
    let provider: any ConfigProvider

    /// The setting as it is written there; nil when it isn't. Numbers and truth values of a file are written out.
    func text(of setting: any DeclaredSetting) throws(Malformed) -> String? {
        let key = AbsoluteConfigKey([setting.name])
        for kind in setting.form == .flag ? [ConfigType.bool] : [.string, .int] {
            guard let found = try? provider.value(forKey: key, type: kind) else { continue }
            switch found.value?.content {
            case .string(let text): return text
            case .int(let number): return String(number)
            case .bool(let isSet): return String(isSet)
            default: return nil
            }
        }
        throw Malformed(setting.form == .flag ? "must be true or false" : "must be a text or an integer")
    }

    static func file(_ path: String, known: [any DeclaredSetting]) throws(Settings.Mistakes) -> Source {
        let object: JSON.Object
        do {
            guard let found = try JSON.parse(SettingsFile.bytes(path)).object else {
                throw Settings.Mistakes(sentences: ["settings: \(path) is no JSON object"])
            }
            object = found
        } catch let mistakes as Settings.Mistakes {
            throw mistakes
        } catch let fault as JSON.Fault {
            throw Settings.Mistakes(sentences: ["settings: \(path): \(fault)"])
        } catch {
            throw Settings.Mistakes(sentences: ["settings: \(path) can't be read"])
        }
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        var mistakes: [String] = []
        for member in object.members {
            let setting = known.first { $0.name == member.name }
            guard let setting else {
                mistakes.append("\(member.name): is no setting (file \(path))")
                continue
            }
            guard let content = member.value.settingContent else {
                mistakes.append("\(member.name): must be a text, an integer, true or false (file \(path))")
                continue
            }
            values[AbsoluteConfigKey([member.name])] = ConfigValue(content, isSecret: setting.isSecret)
        }
        guard mistakes.isEmpty else { throw Settings.Mistakes(sentences: mistakes) }
        return Source(origin: { _ in .file(path) }, provider: InMemoryProvider(name: path, values: values))
    }
}

extension JSON {
    fileprivate var settingContent: ConfigContent? {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number): .int(Int(number))
        case .bool(let isSet): .bool(isSet)
        default: nil
        }
    }
}
