import People
import Storage
import Values
import Web

/// Takes files in and gives them out: the shop's rows and the store's bytes kept in step.
///
/// Bytes grow as a draft, are looked at, and are put in their place under a row that was there before them. A file's
/// row comes last, in the caller's own transaction. So a crash leaves no file's row without bytes, and bytes without a
/// file for as long as `sweep` waits.
package struct FileCabinet: Sendable {
    package let shop: Shop
    package let store: any FileStore
    package let drafts: any FileDrafts
    package let links: FileLinks

    /// An upload between its claim and its row takes seconds.
    package static let orphanAge = Instant.Span.hours(1)
    /// How long removing one content may take; then another server may go on with it.
    static let removalAge = Instant.Span.minutes(10)
    /// A draft that grows is written to all the time.
    package static let draftAge = Instant.Span.hours(24)
    package static let sweepInterval = Instant.Span.minutes(10)
    private static let sweepLimit = 500
    /// How often a content that is just going is asked for again, and how long in between.
    private static let claimLimit = 50
    private static let claimPause = Instant.Span.milliseconds(100)

    package init(shop: Shop, store: any FileStore, drafts: any FileDrafts, links: FileLinks) {
        self.shop = shop
        self.store = store
        self.drafts = drafts
        self.links = links
    }

    /// Reads an upload to its end. Throws `StoredFile.Refusal` for what isn't one of `kinds` through and through.
    package func take(_ upload: Upload, as kinds: [FileKind]) async throws -> ArrivedFile {
        let stream = upload.stream ?? BodyStream(upload.bytes)
        return try await draft { draft in
            var head: [UInt8] = []
            var kind: FileKind?
            while let bytes = try await stream.next() {
                if kind == nil {
                    head += bytes
                    if head.count >= FileKind.signatureBytes { kind = try Self.kind(of: head, among: kinds) }
                }
                try await draft.append(bytes)
            }
            guard draft.count > 0 else { throw StoredFile.Refusal.empty }
            return try kind ?? Self.kind(of: head, among: kinds)
        }
    }

    /// Keeps what we wrote ourselves.
    package func keep(
        _ kind: FileKind, _ write: (_ append: ([UInt8]) async throws -> Void) async throws -> Void
    ) async throws -> ArrivedFile {
        try await draft { draft in
            try await write { try await draft.append($0) }
            return kind
        }
    }

    /// Gives what has arrived to somebody; last of all, in the transaction that decides whether they may have it.
    package func file(
        _ arrived: ArrivedFile, as id: ID<StoredFile>, _ name: FileName, _ purpose: StoredFile.Purpose,
        of subject: String, part: String = "", by who: String, at now: Instant, in db: any Transaction
    ) throws {
        guard try db.run(FileTable.keep, ["now": now, "content": arrived.content]) == 1 else {
            throw FileMissing(arrived.content)
        }
        try db.send(FileTable.add, [
            "file": id, "content": arrived.content, "kind": arrived.kind, "name": name, "purpose": purpose,
            "subject": subject, "part": part, "by": who, "now": now,
        ])
    }

    /// Sent as it is read. It is saved by a browser and never shown, and runs nothing if it is shown all the same.
    package func answer(_ file: StoredFile) async throws -> Streamed {
        let source = try await store.open(file.content, count: file.count)
        return Streamed(file.kind.mediaType, source, tag: file.content.text, headers: [
            "Content-Disposition": file.name.disposition,
            "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-cache",
        ])
    }

    /// Removes contents that no file has, and drafts that nobody writes to.
    ///
    /// Each content is removed by one server alone, which has seized it: otherwise one could remove the bytes that have
    /// come again after another had removed and forgotten them.
    package func sweep() async throws {
        let now = shop.now
        let going = try await shop.write { db in
            try db.run(FileTable.condemn, ["before": now - Self.orphanAge, "limit": Self.sweepLimit])
            return try db.all(FileTable.condemned, [
                "before": now - Self.removalAge, "limit": Self.sweepLimit,
            ]) { row in try row.get("content", as: ID<FileContent>.self) }
        }
        var failure: (any Error)?
        for content in going {
            // One that can't be removed keeps no other.
            do { try await remove(content) } catch { failure = error }
        }
        try await drafts.sweep(olderThan: Self.draftAge)
        if let failure { throw failure }
    }

    private func remove(_ content: ID<FileContent>) async throws {
        let now = shop.now
        let isOurs = try await shop.write { db in
            try db.run(FileTable.seize, ["now": now, "content": content, "before": now - Self.removalAge]) == 1
        }
        guard isOurs else { return }
        do {
            try await store.remove(content)
        } catch {
            try await shop.write { db in
                _ = try db.run(FileTable.release, ["before": now - Self.orphanAge, "content": content])
            }
            throw error
        }
        try await shop.write { db in try db.run(FileTable.forget, ["content": content]) }
    }

    private func draft(_ write: (any FileDraft) async throws -> FileKind) async throws -> ArrivedFile {
        let draft = try await drafts.begin()
        do {
            let kind = try await write(draft)
            let content = FileContent.name(try await draft.finish())
            do {
                try await FileShape.check(draft, is: kind)
            } catch let broken as FileShape.Broken {
                throw StoredFile.Refusal.broken(kind, broken.reason)
            }
            let count = draft.count
            try await claim(content, count: count)
            try await store.keep(draft, as: content)
            await draft.discard()
            return ArrivedFile(content: content, count: count, kind: kind)
        } catch {
            await draft.discard()
            throw error
        }
    }

    private func claim(_ content: ID<FileContent>, count: Int) async throws {
        for _ in 0..<Self.claimLimit {
            let now = shop.now
            let claimed = try await shop.write { db in
                try db.run(FileTable.claim, ["content": content, "count": count, "now": now])
            }
            if claimed == 1 { return }
            try await shop.time.sleep(Self.claimPause)
        }
        throw Problem.overloaded(retryAfterSeconds: 5)
    }

    private static func kind(of head: [UInt8], among kinds: [FileKind]) throws(StoredFile.Refusal) -> FileKind {
        guard let kind = FileKind(signature: head), kinds.contains(kind) else { throw .notTaken(kinds) }
        return kind
    }
}
