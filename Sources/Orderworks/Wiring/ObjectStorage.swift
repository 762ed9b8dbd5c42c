import Connectors

extension Settings {
    /// Where files lie instead of the data folder; nil when they lie there.
    func objectStorage(over transport: CurlTransport) -> S3Store? {
        ifSet(Known.s3URL).map { address in
            S3Store(
                S3Store.Bucket(
                    address, region: self[Known.s3Region], accessKey: self[Known.s3AccessKey],
                    secretKey: self[Known.s3SecretKey]),
                over: transport, now: { SystemTime().now })
        }
    }

    /// What is missing to reach it, a sentence each.
    var objectStorageMistakes: [String] {
        guard ifSet(Known.s3URL) != nil else { return [] }
        return [Known.s3AccessKey, Known.s3SecretKey].filter { ifSet($0) == nil }
            .map { "\($0.name): is needed with --s3-url" }
    }
}
