import Values

/// Stores news and hands it to those who wait for it, all in the transaction of the change it tells of.
///
/// So a lower floor calls no higher one: Trade publishes `OrderPlaced`, and Notices' subscription enqueues the mail.
package struct Outbox: Sendable {
    private let subscriptions: [Subscription]

    package init(subscriptions: [Subscription]) { self.subscriptions = subscriptions }

    /// Stores events, and nobody waits for them.
    package static let silent = Outbox(subscriptions: [])

    /// Stores `event` with the next number of its subject and calls the subscriptions in their order. What a
    /// subscription throws undoes the whole transaction.
    @discardableResult
    package func publish(_ event: some Event, at now: Instant, in db: any Transaction) throws -> StoredEvent {
        let name = type(of: event).name
        let kind = type(of: event).subjectKind
        let payload = try JSONCoding.text(event)
        let stored = try db.first(EventTable.append, [
            "kind": kind, "subject": event.subject, "name": name, "payload": payload, "at": now,
        ]) { try StoredEvent($0) }
        guard let stored else { throw StorageFailure.other("the event \(name) was not stored") }
        for subscription in subscriptions where subscription.name == nil || subscription.name == name {
            try subscription.receive(event, stored, db)
        }
        db.notify(.events)
        return stored
    }
}

extension Channel {
    /// Rings when an event was stored.
    package static let events = Channel("events")
}

/// Who waits for news, and what it does about it: as a rule, enqueue a job.
package struct Subscription: Sendable {
    /// Nil for all events.
    let name: String?
    let receive: @Sendable (any Event, StoredEvent, any Transaction) throws -> Void

    /// Waits for one kind of event. The closure gets the event, when it was published, and the transaction it is in.
    package init<News: Event>(
        _ news: News.Type, _ receive: @escaping @Sendable (News, Instant, any Transaction) throws -> Void
    ) {
        name = News.name
        self.receive = { event, stored, db in
            guard let event = event as? News else {
                throw StorageFailure.other("two types of event have the name \(News.name)")
            }
            try receive(event, stored.publishedAt, db)
        }
    }

    /// Waits for all events, as they are stored.
    package init(toAll receive: @escaping @Sendable (StoredEvent, any Transaction) throws -> Void) {
        name = nil
        self.receive = { _, stored, db in try receive(stored, db) }
    }
}
