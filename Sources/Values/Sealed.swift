import CSodium

/// Bytes locked away so that only the holder of the key reads them, and nobody changes them unseen: XSalsa20 and
/// Poly1305, by libsodium (https://doc.libsodium.org/secret-key_cryptography/secretbox).
package enum Sealed {
    package static let keyLengthBytes = 32
    /// How many random bytes a seal takes; never the same for two.
    package static let nonceLengthBytes = 24

    /// The nonce, and behind it what was sealed. Stops the program when key or nonce have another length.
    package static func seal(_ bytes: [UInt8], key: [UInt8], nonce: [UInt8]) -> [UInt8] {
        precondition(key.count == keyLengthBytes && nonce.count == nonceLengthBytes, "a seal's key or nonce is no such")
        var sealed = [UInt8](repeating: 0, count: bytes.count + Int(crypto_secretbox_MACBYTES))
        crypto_secretbox_easy(&sealed, bytes, UInt64(bytes.count), nonce, key)
        return nonce + sealed
    }

    /// Nil when it was sealed with another key, or changed since.
    package static func open(_ sealed: [UInt8], key: [UInt8]) -> [UInt8]? {
        let overhead = nonceLengthBytes + Int(crypto_secretbox_MACBYTES)
        guard sealed.count >= overhead, key.count == keyLengthBytes else { return nil }
        let nonce = Array(sealed.prefix(nonceLengthBytes))
        let box = Array(sealed.dropFirst(nonceLengthBytes))
        var bytes = [UInt8](repeating: 0, count: sealed.count - overhead)
        return crypto_secretbox_open_easy(&bytes, box, UInt64(box.count), nonce, key) == 0 ? bytes : nil
    }
}
