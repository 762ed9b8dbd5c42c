/// Work that finishes what a commit has begun: the record of what the bank answered, a job.
///
/// Where one connection writes, its closures go before those that begin something new, or a crowd of buyers would keep
/// the work behind its own orders from being done. They are never more than what was begun.
package enum FollowUp {
    /// Whether the task that runs does such work.
    @TaskLocal package static var isUnderWay = false
}
