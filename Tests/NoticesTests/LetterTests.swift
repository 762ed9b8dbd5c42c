import Testing
import Values

@testable import Notices

@Suite("Letters to buyers")
struct LetterTests {
    @Test("a confirmation says all there is to say, in English")
    func englishConfirmation() throws {
        #expect(try LetterSamples.mail().text == Golden.english)
    }

    @Test("a confirmation says all there is to say, in German")
    func germanConfirmation() throws {
        #expect(try LetterSamples.mail(LetterSamples.letter(in: .de)).text == Golden.german)
    }

    @Test("the HTML shows the same amounts, options and addresses as the text", arguments: Language.allCases)
    func htmlShowsTheSame(language: Language) throws {
        let mail = try LetterSamples.mail(LetterSamples.letter(in: language))
        let shown = language == .en
            ? ["€32,450.50", "€99.80", "-€1,000.00", "€499.00", "€32,049.30", "Paint: Night blue", "VAT 5.5%, included"]
            : ["32.450,50 €", "99,80 €", "-1.000,00 €", "499,00 €", "32.049,30 €", "Lackierung: Nachtblau",
                "darin 5,5 % MwSt."]
        for text in shown + ["Rue de la Paix 5", "Hauptstraße 1", "K7Q2-M9XD-4T"] {
            let plain = mail.html.replacing("\u{A0}", with: " ")
            #expect(plain.contains(text), "\(text)")
            #expect(mail.text.replacing("\u{A0}", with: " ").contains(text), "\(text)")
        }
        #expect(mail.html.hasPrefix("<!DOCTYPE html>"))
        #expect(mail.html.contains("<html lang=\"\(language.rawValue)\">"))
        #expect(!mail.html.contains("src="))
    }

    @Test("a letter leads to the order's page", arguments: Language.allCases)
    func link(language: Language) throws {
        let letterhead = Letterhead(
            shopName: "Autohaus Süd", address: EmailAddress("shop@autohaus.example")!
        ) { "https://shop.example/orders/\($0)?secret=os_abc&x=1" }
        let letter = LetterSamples.letter(in: language)
        let mail = try letter.mail(letterhead, at: .init(seconds: 0))
        let address = "https://shop.example/orders/\(letter.order)?secret=os_abc&x=1"
        #expect(mail.text.contains("\n\(address)\n"))
        #expect(mail.html.contains("href=\"\(address.replacing("&", with: "&amp;"))\""))
        #expect(mail.text.contains(language == .de ? "So steht es um Ihre Bestellung" : "See how your order stands"))
    }

    @Test("what buyers and staff wrote stays text in the HTML")
    func markupIsEscaped() throws {
        let attack = "<script>alert('x')</script>\"\u{301} onload=\"x & {{shop}}"
        let letter = LetterSamples.letter(name: attack, product: attack, option: attack)
        let mail = try LetterSamples.mail(letter)
        #expect(!mail.html.contains("<script"))
        // The accent sits on the semicolon of an entity, not on a quotation mark.
        let scalars = Array(mail.html.unicodeScalars)
        for (place, scalar) in scalars.enumerated() where scalar == "\u{301}" { #expect(scalars[place - 1] == ";") }
        #expect(mail.html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot"))
        #expect(mail.html.contains("x &amp; {{shop}}"))
        #expect(mail.text.contains("<script>alert('x')</script>"))
    }

    @Test("every kind of letter says its own news in both languages", arguments: Mail.Kind.ofOrders, Language.allCases)
    func everyKind(kind: Mail.Kind, language: Language) throws {
        let mail = try LetterSamples.mail(LetterSamples.letter(kind, in: language))
        #expect(mail.subject.contains("K7Q2-M9XD-4T"))
        #expect(mail.text.contains("Ada Lovelace,"))
        #expect(!mail.text.contains("{{") && !mail.html.contains("{{"))
        #expect(mail.text.contains("JD0146000034") == (kind == .shipped))
        let amounts = kind == .confirmation || kind == .cancelled
        #expect(mail.text.contains(language == .en ? "€32,049.30" : "32.049,30\u{A0}€") == amounts)
        let refund = language == .en ? "Refunded: €49.90" : "Erstattet: 49,90\u{A0}€"
        #expect(mail.text.contains(refund) == (kind == .refunded))
    }

    @Test("subjects differ by kind", arguments: Language.allCases)
    func subjectsDiffer(language: Language) throws {
        let subjects = try Mail.Kind.ofOrders.map {
            try LetterSamples.mail(LetterSamples.letter($0, in: language)).subject
        }
        #expect(Set(subjects).count == Mail.Kind.ofOrders.count)
    }

    @Test("amounts are written as their readers write them", arguments: [
        (Money(123_450, .EUR), "€1,234.50", "1.234,50 €"), (Money(-1, .EUR), "-€0.01", "-0,01 €"),
        (Money(0, .GBP), "£0.00", "0,00 £"), (Money(1_234_567, .JPY), "JPY 1,234,567", "1.234.567 JPY"),
        (Money(1_234_567, .KWD), "KWD 1,234.567", "1.234,567 KWD"), (Money(99_999, .USD), "$999.99", "999,99 $"),
        (Money(100_000_000, .CHF), "CHF 1,000,000.00", "1.000.000,00 CHF"),
    ])
    func amounts(money: Money, english: String, german: String) {
        #expect(Written(.en).amount(money).replacing("\u{A0}", with: " ") == english)
        #expect(Written(.de).amount(money).replacing("\u{A0}", with: " ") == german)
    }
}
