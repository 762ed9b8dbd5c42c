import Testing

@testable import Trade

@Suite("Finding card data")
struct CardDataTests {
    @Test("card numbers are found, also in groups", arguments: [
        "4242424242424242", "x 4000 0025 0000 3155.", "{\"number\":\"378282246310005\"}", "5555-5555-5555-4444",
        "3782 822463 10005", "Hauptstr. 12 4242 4242 4242 4242", "10115 4242424242424242 7",
    ])
    func found(_ text: String) {
        #expect(CardData.offsets(in: Array(text.utf8)).count == 1)
    }

    @Test("named security codes are found", arguments: ["\"cvc\": \"123\"", "card[cvc]=1234", "CVV 987"])
    func codes(_ text: String) {
        #expect(CardData.offsets(in: Array(text.utf8)).count == 1)
    }

    @Test("other numbers are left alone", arguments: [
        "4242424242424241", "1795424400000", "a4242424242424242", "pi_4242424242424242", "cvc", "cvcheck12345",
        "+49 30 123456", "C560 190 566 262 556 300 C546", "41 11 11 11 11 11 11 11", "4242 4242 4242 4242x",
    ])
    func others(_ text: String) {
        #expect(CardData.offsets(in: Array(text.utf8)).isEmpty)
    }
}
