import Values

extension Storefront {
    /// What stands on the pages of the checkout.
    static let checkoutWords: [String: Texts] = [
        "step cart": Texts(en: "Cart", de: "Warenkorb"),
        "step addresses": Texts(en: "Addresses", de: "Adressen"),
        "step delivery": Texts(en: "Delivery", de: "Lieferung"),
        "step pay": Texts(en: "Payment", de: "Zahlung"),
        "andMore": Texts(en: "and % more", de: "und % weitere"),
        "continue": Texts(en: "Continue", de: "Weiter"),
        "addresses": Texts(en: "Who is it for?", de: "Für wen ist es?"),
        "yourself": Texts(en: "How we reach you", de: "Wie wir Sie erreichen"),
        "invoiceAddress": Texts(en: "Invoice address", de: "Rechnungsadresse"),
        "deliveryAddress": Texts(en: "Delivery address", de: "Lieferadresse"),
        "otherDelivery": Texts(
            en: "Deliver to another address", de: "An eine andere Adresse liefern"),
        "country": Texts(en: "Country", de: "Land"),
        "weDeliverTo": Texts(en: "We deliver to", de: "Wir liefern nach"),
        "otherCountries": Texts(en: "Other countries", de: "Andere Länder"),
        "someFaults": Texts(
            en: "Something is not right yet; it is marked below.",
            de: "Etwas stimmt noch nicht; es ist unten markiert."),
        "address email": Texts(en: "E-mail address", de: "E-Mail-Adresse"),
        "address emailHint": Texts(
            en: "The order confirmation goes there.", de: "Dorthin geht die Bestellbestätigung."),
        "address name": Texts(en: "Name", de: "Name"),
        "address company": Texts(en: "Company", de: "Firma"),
        "address street": Texts(en: "Street and number", de: "Straße und Hausnummer"),
        "address extra": Texts(en: "Address line 2", de: "Adresszusatz"),
        "address postalCode": Texts(en: "Postal code", de: "Postleitzahl"),
        "address city": Texts(en: "City", de: "Ort"),
        "address region": Texts(en: "State or region", de: "Bundesland oder Region"),
        "address phone": Texts(en: "Telephone", de: "Telefon"),
        "address missing": Texts(en: "Please fill this in.", de: "Bitte füllen Sie dies aus."),
        "address tooLong": Texts(en: "120 characters at most.", de: "Höchstens 120 Zeichen."),
        "address noEmail": Texts(
            en: "An e-mail address looks like name@example.org.",
            de: "Eine E-Mail-Adresse sieht aus wie name@example.org."),
        "address unfit": Texts(
            en: "One line of 1 to 120 characters, please.", de: "Bitte eine Zeile mit 1 bis 120 Zeichen."),
        "howDelivered": Texts(en: "How do you want to get it?", de: "Wie möchten Sie es bekommen?"),
        "shipToYou": Texts(en: "Delivered to you", de: "Lieferung zu Ihnen"),
        "collectAt": Texts(en: "Collect it at %", de: "Abholen bei %"),
        "collected": Texts(en: "Collected at", de: "Abholung bei"),
        "chooseDelivery": Texts(
            en: "Please choose how you want to get it.", de: "Bitte wählen Sie, wie Sie es bekommen möchten."),
        "pay": Texts(en: "Check and pay", de: "Prüfen und bezahlen"),
        "changeAddress": Texts(en: "Change addresses", de: "Adressen ändern"),
        "changeDelivery": Texts(en: "Change delivery", de: "Lieferung ändern"),
        "testCard": Texts(en: "Test card", de: "Testkarte"),
        "testCardHint": Texts(
            en: "This shop pays at a sandbox bank: no money moves. Each card does something else.",
            de: "Dieser Shop bezahlt bei einer Übungsbank: Es fließt kein Geld. Jede Karte tut etwas anderes."),
        "chooseCard": Texts(en: "Please choose a card.", de: "Bitte wählen Sie eine Karte."),
        "payNow": Texts(en: "Order and pay", de: "Zahlungspflichtig bestellen:"),
        "payElsewhere": Texts(
            en: "You pay on the payment page of our bank; your card's number never reaches this shop.",
            de: "Sie bezahlen auf der Zahlungsseite unserer Bank; Ihre Kartennummer erreicht diesen Shop nie."),
        "toPaymentPage": Texts(
            en: "Order and continue to payment", de: "Zahlungspflichtig bestellen und weiter zur Zahlung"),
        "orPaymentPage": Texts(
            en: "Order and pay on the bank's page instead",
            de: "Stattdessen auf der Seite der Bank zahlungspflichtig bestellen"),
        "orderUnderWay": Texts(en: "Your order is being placed", de: "Ihre Bestellung wird aufgegeben"),
        "sendAgain": Texts(en: "Send it once more", de: "Noch einmal senden"),
        "payUnknown": Texts(
            en: "It isn't known yet whether this worked. Send it once more: you are charged once at most.",
            de: "Noch ist nicht bekannt, ob das geklappt hat. Senden Sie noch einmal: Abgebucht wird höchstens "
                + "einmal."),
    ]
}
