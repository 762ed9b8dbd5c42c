import Dispatch
import Foundation

/// What libFuzzer calls, again and again, with bytes that it makes up: one parser of ours, named in the environment.
/// A parser may refuse anything; it may not crash, hang, or contradict itself. `bin/fuzz` builds and runs this.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    parser(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

private let parser: @Sendable ([UInt8]) -> Void = {
    guard let name = ProcessInfo.processInfo.environment["FUZZED"], let found = parsers[name] else {
        fatalError("FUZZED names one of \(parsers.keys.sorted().joined(separator: " "))")
    }
    return found
}()

private let parsers: [String: @Sendable ([UInt8]) -> Void] = [
    "json": { bytes in
        guard let json = try? JSON.parse(bytes) else { return }
        guard let again = try? JSON.parse(json.bytes) else { fatalError("what was written can't be read") }
        precondition(again == json, "what was written reads otherwise")
    },
    "percent": { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        _ = Percent.decoded(text, plusIsSpace: true)
        guard !text.utf8.contains(0) else { return }
        precondition(Percent.decoded(Percent.encoded(text)) == text, "what was escaped reads otherwise")
    },
    "query": { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let fields = Fields(text)
        _ = fields.all("a")
        _ = fields["a"]
    },
    "range": { bytes in
        let count = Int(bytes.first ?? 0)
        guard case .part(let range) = ByteRange(String(decoding: bytes.dropFirst(), as: UTF8.self), of: count) else {
            return
        }
        precondition(!range.isEmpty && range.lowerBound >= 0 && range.upperBound <= count, "a range out of bounds")
    },
    "cookies": { bytes in
        _ = Cookie.sent(with: ["Cookie": String(decoding: bytes, as: UTF8.self)])
    },
    "multipart": { bytes in
        let parts = bytes.split(separator: 10, maxSplits: 1, omittingEmptySubsequences: false)
        let type = "multipart/form-data; boundary=" + String(decoding: parts[0], as: UTF8.self)
        let head = Request.Head(.post, "/", headers: ["Content-Type": type])
        guard let form = Multipart(Request(head, body: Array(parts.last ?? []))) else { return }
        precondition(form.parts.count <= Multipart.limit, "more parts than are read")
    },
    "names": { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        guard let name = FileName(text) else { return }
        precondition(!name.text.contains("/") && !name.text.contains("..") && !name.disposition.contains("\n"),
                     "a name that is a path")
    },
    "sizes": { bytes in
        for kind in [Picture.Kind.png, .jpeg, .webp] {
            guard let size = PictureSize(of: bytes, kind) else { continue }
            precondition(size.width > 0 && size.height > 0, "a picture of nothing")
            _ = size.isTooLarge
        }
    },
    "drawings": { bytes in
        try? Drawing.check(bytes)
    },
    "shapes": { bytes in
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            for kind in FileKind.sent { try? await FileShape.check(HeldBytes(bytes), is: kind) }
            done.signal()
        }
        done.wait()
    },
    "instants": { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        guard let instant = Instant(text) else { return }
        precondition(Instant(instant.description) == instant, "a time that reads otherwise")
    },
    "money": { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        _ = Percentage(text)
        _ = EmailAddress(text)
        _ = ShortText(text)
        _ = Day(text)
        _ = ID<Request>(text)
        _ = IdempotencyKey(text)
    },
]
