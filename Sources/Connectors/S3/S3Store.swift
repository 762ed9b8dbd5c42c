import Files
import Values
import Web

/// Files in a bucket of object storage that speaks S3's protocol. A long one goes there in parts and is read in parts,
/// so that none is ever in memory as a whole.
package struct S3Store: FileStore {
    private let bucket: Bucket
    private let transport: CurlTransport
    private let now: @Sendable () -> Instant

    /// The least that a part but the last may have, which bounds a file to 10,000 times as much.
    static let partBytes = 8 * 1024 * 1024
    /// Of a file, at a time; below what the transport takes of an answer.
    static let readBytes = 1024 * 1024
    private static let timeout = Instant.Span.seconds(60)
    /// A request that never arrived, or was told to come again, is sent once more so often.
    private static let attempts = 3

    /// A bucket, and who may use it.
    package struct Bucket: Sendable {
        /// With the bucket's name in its path, without a slash at the end.
        let url: String
        let signature: S3Signature

        package init(_ url: String, region: String, accessKey: String, secretKey: String) {
            self.url = url
            signature = S3Signature(accessKey: accessKey, secretKey: Secret(secretKey), region: region)
        }

        private var parts: [Substring] { url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true) }
        var host: String { parts.count > 1 ? String(parts[1]) : "" }
        var path: String { parts.count > 2 ? "/\(parts[2])" : "" }
    }

    /// What the storage answered, or why it didn't.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package init(_ bucket: Bucket, over transport: CurlTransport, now: @escaping @Sendable () -> Instant) {
        self.bucket = bucket
        self.transport = transport
        self.now = now
    }

    package func keep(_ draft: any FileDraft, as content: ID<FileContent>) async throws {
        guard draft.count > Self.partBytes else {
            _ = try await send(.put, content, body: try await Self.bytes(of: draft, from: 0))
            return
        }
        let begun = try await send(.post, content, query: [("uploads", "")])
        guard let upload = Self.element("UploadId", in: begun.body) else {
            throw Failure(description: "the object storage began no upload")
        }
        do {
            var tags: [String] = []
            while tags.count * Self.partBytes < draft.count {
                let part = try await Self.bytes(of: draft, from: tags.count * Self.partBytes)
                let query = [("partNumber", String(tags.count + 1)), ("uploadId", upload)]
                let sent = try await send(.put, content, query: query, body: part)
                guard let tag = sent.headers["ETag"] else {
                    throw Failure(description: "the object storage didn't tag a part")
                }
                tags.append(tag)
            }
            let list = tags.enumerated().map {
                "<Part><PartNumber>\($0.offset + 1)</PartNumber><ETag>\($0.element)</ETag></Part>"
            }.joined()
            let ended = try await send(
                .post, content, query: [("uploadId", upload)],
                body: Array("<CompleteMultipartUpload>\(list)</CompleteMultipartUpload>".utf8))
            // It may say 200 and fail all the same, in the body.
            guard Self.element("ETag", in: ended.body) != nil else {
                throw Failure(description: "the object storage didn't put the parts together")
            }
        } catch {
            // Parts of an upload that never ends are paid for and shown nowhere.
            _ = try? await send(.delete, content, query: [("uploadId", upload)], alsoTakes: [404])
            throw error
        }
    }

    package func open(_ content: ID<FileContent>, count: Int) async throws -> any ByteSource {
        let found = try await send(.head, content, alsoTakes: [404])
        guard found.status == 200, found.headers["Content-Length"].flatMap({ Int($0) }) == count else {
            throw FileMissing(content)
        }
        return Source(store: self, content: content, count: count)
    }

    package func remove(_ content: ID<FileContent>) async throws {
        _ = try await send(.delete, content, alsoTakes: [404])
    }

    /// An object, read part by part.
    private struct Source: ByteSource {
        let store: S3Store
        let content: ID<FileContent>
        let count: Int

        func bytes(from offset: Int, most: Int) async throws -> [UInt8] {
            let length = min(most, S3Store.readBytes, count - offset)
            let range = "bytes=\(offset)-\(offset + length - 1)"
            let answer = try await store.send(.get, content, range: range)
            guard answer.status == 206, answer.body.count == length else { throw FileMissing(content) }
            return answer.body
        }
    }

    private static func bytes(of draft: any FileDraft, from offset: Int) async throws -> [UInt8] {
        let end = min(draft.count, offset + partBytes)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(end - offset)
        while offset + bytes.count < end {
            let more = try await draft.bytes(from: offset + bytes.count, most: end - offset - bytes.count)
            guard !more.isEmpty else { throw Failure(description: "a draft ended too early") }
            bytes += more
        }
        return bytes
    }

    private func send(
        _ method: Method, _ content: ID<FileContent>, query: [(name: String, value: String)] = [],
        body: [UInt8] = [], range: String? = nil, alsoTakes: Set<Int> = []
    ) async throws -> IncomingResponse {
        var reason = ""
        for _ in 0..<Self.attempts {
            do {
                let answer = try await transport.send(request(method, content, query, body, range))
                if (200..<300).contains(answer.status) || alsoTakes.contains(answer.status) { return answer }
                reason = "\(answer.status) \(Self.element("Code", in: answer.body) ?? "")"
                // Only what the storage itself calls a passing trouble is asked again.
                guard answer.status >= 500 || answer.status == 429 else { break }
            } catch {
                // All that is asked can be asked again: an object's name is its content's.
                reason = "\(error)"
            }
        }
        throw Failure(description: "the object storage refused \(method.rawValue) \(content): \(reason)")
    }

    private func request(
        _ method: Method, _ content: ID<FileContent>, _ query: [(name: String, value: String)], _ body: [UInt8],
        _ range: String?
    ) -> OutgoingRequest {
        let path = "\(bucket.path)/\(content)"
        var headers = bucket.signature.headers(
            method, host: bucket.host, path: path, query: query, bodyHash: Digest.hex(Digest.sha256(body)), at: now())
        if let range { headers.add("Range", range) }
        if !body.isEmpty { headers.add("Content-Type", "application/octet-stream") }
        let text = S3Signature.text(of: query)
        return OutgoingRequest(
            method, "\(bucket.url)/\(content)\(text.isEmpty ? "" : "?\(text)")", headers: headers, body: body,
            timeout: Self.timeout)
    }

    /// The text of an element that holds nothing but text.
    private static func element(_ name: String, in xml: [UInt8]) -> String? {
        let text = String(decoding: xml, as: UTF8.self)
        guard let start = text.firstRange(of: "<\(name)>")?.upperBound,
              let end = text[start...].firstRange(of: "</\(name)>")?.lowerBound else { return nil }
        return String(text[start..<end])
    }
}
