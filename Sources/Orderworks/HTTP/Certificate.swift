import Foundation
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// The server's own certificate and key, read anew once their files have changed: a renewal needs no restart.
package final class Certificate: Sendable {
    private let chainPath: String
    private let keyPath: String
    private let log: Logger
    private let state: Mutex<State>

    /// How often the files are looked at, at most.
    private static let look = Duration.seconds(1)

    private struct State {
        var held: NIOSSLContextConfigurationOverride
        var stamp: [Stamp]
        var looked: ContinuousClock.Instant
    }

    /// What tells a file from the one that lay there before.
    private struct Stamp: Equatable {
        let inode: UInt64
        let seconds: Int
        let nanoseconds: Int
        let size: Int64
    }

    /// Why a certificate can't be used, in one line.
    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    /// Two files in PEM: the certificate with those that vouch for it, and its key. Throws `Unusable`.
    package init(chain: String, key: String, log: Logger) throws {
        chainPath = chain
        keyPath = key
        self.log = log
        let stamp = [Self.stamp(chain)].compactMap(\.self)
        state = Mutex(State(held: try Self.read(chain, key), stamp: stamp, looked: .now))
    }

    /// For the library: TLS 1.2 or newer, with the certificate of the moment at each handshake.
    var configuration: TLSConfiguration {
        let held = current
        guard let chain = held.certificateChain, let key = held.privateKey else {
            preconditionFailure("what was read has both")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.sslContextCallback = { [self] _, promise in promise.succeed(current) }
        return configuration
    }

    /// Both are read when the certificate's file has changed, so whoever renews them puts the key in its place first. A
    /// file that can't be read is tried again a second later; until then the old ones serve.
    private var current: NIOSSLContextConfigurationOverride {
        state.withLock { state in
            guard ContinuousClock.now - state.looked >= Self.look else { return state.held }
            state.looked = .now
            let stamp = [Self.stamp(chainPath)].compactMap(\.self)
            guard stamp != state.stamp else { return state.held }
            do {
                state.held = try Self.read(chainPath, keyPath)
                state.stamp = stamp
                log.notice("certificate read anew", metadata: ["file": "\(chainPath)"])
            } catch {
                log.error("the new certificate can't be used", metadata: ["error": "\(error)"])
            }
            return state.held
        }
    }

    private static func read(_ chainPath: String, _ keyPath: String) throws -> NIOSSLContextConfigurationOverride {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
        do { chain = try NIOSSLCertificate.fromPEMFile(chainPath) } catch {
            throw Unusable(description: "The certificate \(chainPath) can't be read: \(error).")
        }
        do { key = try NIOSSLPrivateKey(file: keyPath, format: .pem) } catch {
            throw Unusable(description: "The certificate's key \(keyPath) can't be read: \(error).")
        }
        guard !chain.isEmpty else { throw Unusable(description: "There is no certificate in \(chainPath).") }
        do {
            // Only the library knows whether the two belong together.
            _ = try NIOSSLContext(configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
        } catch {
            throw Unusable(description: "\(keyPath) is not the key of the certificate \(chainPath).")
        }
        var held = NIOSSLContextConfigurationOverride()
        held.certificateChain = chain.map { .certificate($0) }
        held.privateKey = .privateKey(key)
        return held
    }

    private static func stamp(_ path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            inode: UInt64(status.st_ino), seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec,
            size: Int64(status.st_size))
    }
}
