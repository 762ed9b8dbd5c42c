/// The text of a confirmation, to the letter. U+00A0 keeps an amount and its sign together.
enum Golden {
    static let english = """
        Hello Ada Lovelace,

        Thank you for your order. Your card was accepted, and we confirm:

        Order: K7Q2-M9XD-4T
        Ordered on: 23 November 2026

        What you ordered
        ------------------------------------------------------------------------
        1 × Linden estate                                             €32,450.50
            Paint: Night blue
            Extra equipment: Tow bar
        2 × Floor mats                                                    €99.80
            each €49.90
        ------------------------------------------------------------------------
        Goods                                                         €32,550.30
        Discount                                                      -€1,000.00
        Delivery                                                         €499.00
        Total                                                         €32,049.30
        VAT 19%, included                                              €5,117.43
        VAT 5.5%, included                                                 €1.20

        Invoice address
            Ada Lovelace
            Analytical Engines
            Hauptstraße 1
            10115 Berlin

        Delivery address
            Charles Babbage
            Rue de la Paix 5
            75002 Paris
            FR

        If anything is not as it should be, just answer this mail.

        Autohaus Süd
        shop@autohaus.example

        """

    static let german = """
        Guten Tag Ada Lovelace,

        vielen Dank für Ihre Bestellung. Ihre Karte wurde angenommen, und wir bestätigen:

        Bestellung: K7Q2-M9XD-4T
        Bestellt am: 23. November 2026

        Ihre Bestellung im Einzelnen
        ------------------------------------------------------------------------
        1 × Kombi Linde                                              32.450,50\u{A0}€
            Lackierung: Nachtblau
            Sonderausstattung: Anhängerkupplung
        2 × Fußmatten                                                    99,80\u{A0}€
            je 49,90\u{A0}€
        ------------------------------------------------------------------------
        Waren                                                        32.550,30\u{A0}€
        Nachlass                                                     -1.000,00\u{A0}€
        Versand                                                         499,00\u{A0}€
        Gesamtbetrag                                                 32.049,30\u{A0}€
        darin 19\u{A0}% MwSt.                                              5.117,43\u{A0}€
        darin 5,5\u{A0}% MwSt.                                                 1,20\u{A0}€

        Rechnungsadresse
            Ada Lovelace
            Analytical Engines
            Hauptstraße 1
            10115 Berlin

        Lieferadresse
            Charles Babbage
            Rue de la Paix 5
            75002 Paris
            FR

        Wenn etwas nicht stimmt, antworten Sie einfach auf diese E-Mail.

        Autohaus Süd
        shop@autohaus.example

        """
}
