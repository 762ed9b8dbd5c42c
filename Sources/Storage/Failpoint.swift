/// A place between two steps of what must not be half done, at which a test has the program end as a power cut would.
///
/// Passing one does nothing unless the program was told at its start to end there.
package enum Failpoint: String, CaseIterable, Sendable {
    // Checkout: T1, E1, T2.
    case orderAsked = "order-asked"
    /// In T1, before its commit.
    case orderWritten = "order-written"
    case orderBegun = "order-begun"
    case authorised = "authorised"
    /// In T2, before its commit.
    case settlementWritten = "settlement-written"
    case settled = "settled"

    case captureBegun = "capture-begun"
    case captureMade = "capture-made"

    case refundWritten = "refund-written"
    case refundBegun = "refund-begun"
    case refundMade = "refund-made"

    case cancellationWritten = "cancellation-written"
    case cancelled = "cancelled"
    case unwound = "unwound"
    case voidBegun = "void-begun"
    case voidMade = "void-made"

    case sweepClaimed = "sweep-claimed"
    case sweepLooked = "sweep-looked"

    case mailBegun = "mail-begun"
    /// Taken by a mail server. The built-in mailbox has it with the job's end, not before.
    case mailSent = "mail-sent"

    case jobClaimed = "job-claimed"
    case jobDone = "job-done"
    case jobEnded = "job-ended"
}

extension Shop {
    /// Goes on, unless the program was started to end here.
    package func pass(_ point: Failpoint) { passing?(point) }
}
