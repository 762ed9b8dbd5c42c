import Foundation
import Storage
import Values

/// What a program asked of the disk, in order, as `recorder.c` wrote it down.
struct PowerJournal {
    enum Change {
        case write(offset: Int, [UInt8])
        case truncate(size: Int)
        case created, unlinked, synced
    }

    let records: [(name: String, change: Change)]

    struct Broken: Error {}

    init(file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else { throw Broken() }
        let bytes = [UInt8](data)
        var place = 0
        var records: [(name: String, change: Change)] = []
        func number(_ length: Int) -> Int {
            defer { place += length }
            return (0..<length).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        while place + 15 <= bytes.count {
            let kind = bytes[place]
            place += 1
            let (nameLength, offset, length) = (number(2), number(8), number(4))
            // A program that was killed may leave half a record.
            guard place + nameLength + length <= bytes.count else { break }
            let name = String(decoding: bytes[place..<place + nameLength], as: UTF8.self)
            place += nameLength
            let data = Array(bytes[place..<place + length])
            place += length
            switch kind {
            case UInt8(ascii: "w"): records.append((name, .write(offset: offset, data)))
            case UInt8(ascii: "t"): records.append((name, .truncate(size: offset)))
            case UInt8(ascii: "s"): records.append((name, .synced))
            case UInt8(ascii: "u"): records.append((name, .unlinked))
            case UInt8(ascii: "o"): records.append((name, .created))
            default: throw Broken()
            }
        }
        self.records = records
    }

    /// The same program with `synchronous = NORMAL`: the log is flushed before it is moved into the database, and not
    /// with each commit (https://www.sqlite.org/pragma.html#pragma_synchronous).
    var withoutSyncOfCommits: [(name: String, change: Change)] {
        var kept: [(name: String, change: Change)] = []
        for (place, record) in records.enumerated() {
            if case .synced = record.change, record.name.hasSuffix("-wal") {
                let next = records[(place + 1)...].first { $0.name.contains(".sqlite") }
                guard next.map({ !$0.name.hasSuffix("-wal") }) ?? false else { continue }
            }
            kept.append(record)
        }
        return kept
    }
}

/// A file on a disk whose power may be cut: what is safe, and what was asked for since.
struct UnsafeFile {
    /// Nil when it isn't there.
    private(set) var safe: [UInt8]?
    private var pending: [PowerJournal.Change] = []

    init(_ content: [UInt8]?) { safe = content }

    mutating func take(_ change: PowerJournal.Change) {
        guard case .synced = change else { return pending.append(change) }
        for change in pending { Self.apply(change, to: &safe) }
        pending = []
    }

    /// What a power cut at this moment may leave.
    func afterCut(_ way: PowerCutWay, _ dice: inout Dice) -> [UInt8]? {
        var content = safe
        let torn = pending.isEmpty ? 0 : dice.below(pending.count)
        for (place, change) in pending.enumerated() {
            switch way {
            case .losesAll: return content
            case .keepsAll: break
            case .losesSome: if dice.percent(50) { continue }
            case .tears:
                guard place <= torn else { return content }
                if place == torn, case .write(let offset, let data) = change {
                    // In the middle of a sector or between two of them.
                    let length = dice.percent(50) ? dice.below(data.count + 1) : dice.below(data.count / 512 + 1) * 512
                    Self.apply(.write(offset: offset, Array(data.prefix(length))), to: &content)
                    continue
                }
            }
            Self.apply(change, to: &content)
        }
        return content
    }

    private static func apply(_ change: PowerJournal.Change, to content: inout [UInt8]?) {
        switch change {
        case .created: content = content ?? []
        case .unlinked: content = nil
        case .synced: break
        case .truncate(let size):
            var bytes = content ?? []
            if bytes.count > size { bytes.removeLast(bytes.count - size) } else {
                bytes += [UInt8](repeating: 0, count: size - bytes.count)
            }
            content = bytes
        case .write(let offset, let data):
            var bytes = content ?? []
            if bytes.count < offset + data.count {
                bytes += [UInt8](repeating: 0, count: offset + data.count - bytes.count)
            }
            bytes.replaceSubrange(offset..<offset + data.count, with: data)
            content = bytes
        }
    }
}

/// What becomes of writes that were not yet flushed.
enum PowerCutWay: CaseIterable { case losesAll, keepsAll, losesSome, tears }
