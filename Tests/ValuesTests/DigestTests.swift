import Testing
import Values

@Suite struct DigestTests {
    /// NIST's examples for FIPS 180-4.
    @Test("SHA-256 gives the published digests", arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    ])
    func sha256(text: String, digest: String) {
        #expect(Digest.hex(Digest.sha256(text)) == digest)
    }

    /// RFC 4231, test cases 1, 2 and 6 (a key longer than a block).
    @Test("HMAC-SHA-256 gives the published codes", arguments: [
        ([UInt8](repeating: 0x0B, count: 20), "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (Array("Jefe".utf8), "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        ([UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ])
    func hmac(key: [UInt8], message: String, code: String) {
        #expect(Digest.hex(Digest.hmac(Array(message.utf8), key: key)) == code)
    }

    @Test("hexadecimal reads back, and nothing else does")
    func hex() {
        let all = (0...255).map(UInt8.init)
        #expect(Digest.bytes(hex: Digest.hex(all)) == all)
        #expect(Digest.bytes(hex: "") == [])
        #expect(Digest.bytes(hex: "0A") == [10])
        for wrong in ["0", "0g", "0 ", "ä0", "００"] { #expect(Digest.bytes(hex: wrong) == nil) }
    }

    @Test("equal is equal, and nothing else")
    func same() {
        #expect(Digest.same("secret", "secret"))
        #expect(Digest.same("", ""))
        #expect(!Digest.same("secret", "secreT"))
        #expect(!Digest.same("secret", "secret "))
    }
}
