import Values

extension Console {
    /// An order's history: what happened, who did it, and the shop's own reasons.
    static let stepWords: [String: Texts] = [
        "staff step order pending": Texts(en: "Ordered", de: "Bestellt"),
        "staff step order placed": Texts(en: "Order placed", de: "Bestellung erteilt"),
        "staff step order closed": Texts(en: "Order closed", de: "Bestellung abgeschlossen"),
        "staff step order cancelled": Texts(en: "Order cancelled", de: "Bestellung storniert"),
        "staff step order failed": Texts(en: "Order failed", de: "Bestellung gescheitert"),
        "staff step payment authorising": Texts(en: "The bank is asked", de: "Die Bank wird gefragt"),
        "staff step payment authorised": Texts(en: "Amount set aside", de: "Betrag zurückgelegt"),
        "staff step payment capturing": Texts(en: "Payment called in", de: "Zahlung abgerufen"),
        "staff step payment captured": Texts(en: "Paid", de: "Bezahlt"),
        "staff step payment declined": Texts(en: "Card declined", de: "Karte abgelehnt"),
        "staff step payment unknown": Texts(en: "No answer from the bank", de: "Keine Antwort der Bank"),
        "staff step payment requires_action": Texts(en: "3-D Secure asked for", de: "3-D Secure verlangt"),
        "staff step payment voiding": Texts(en: "Amount is being freed", de: "Betrag wird freigegeben"),
        "staff step payment voided": Texts(en: "Amount freed", de: "Betrag freigegeben"),
        "staff step payment expired": Texts(en: "Authorisation expired", de: "Autorisierung abgelaufen"),
        "staff step payment review": Texts(en: "Payment to be looked at", de: "Zahlung zu prüfen"),
        "staff step payment partly_refunded": Texts(en: "Partly refunded", de: "Teils erstattet"),
        "staff step payment refunded": Texts(en: "Wholly refunded", de: "Ganz erstattet"),
        "staff step refund requested": Texts(en: "Refund asked for", de: "Erstattung verlangt"),
        "staff step refund made": Texts(en: "Money given back", de: "Geld zurückgegeben"),
        "staff step refund failed": Texts(en: "Refund failed", de: "Erstattung gescheitert"),
        "staff step refund review": Texts(en: "Refund to be looked at", de: "Erstattung zu prüfen"),
        "staff step fulfilment allocated": Texts(en: "reserved", de: "reserviert"),
        "staff step fulfilment partly_shipped": Texts(en: "partly shipped", de: "teils versandt"),
        "staff step fulfilment shipped": Texts(en: "shipped", de: "versandt"),
        "staff step fulfilment delivered": Texts(en: "delivered", de: "zugestellt"),
        "staff step fulfilment ready_for_pickup": Texts(en: "ready for pickup", de: "abholbereit"),
        "staff step fulfilment handed_over": Texts(en: "handed over", de: "übergeben"),
        "staff step fulfilment cancelled": Texts(en: "cancelled", de: "storniert"),
        "staff who buyer": Texts(en: "the buyer", de: "Käuferin oder Käufer"),
        "staff who guest": Texts(en: "a guest", de: "ein Gast"),
        "staff who bank": Texts(en: "the bank", de: "die Bank"),
        "staff who shop": Texts(en: "the shop", de: "der Shop"),
        "staff who sweeper": Texts(en: "the shop, asking again", de: "der Shop auf Nachfrage"),
        "staff who capture": Texts(en: "the shop, calling in the money", de: "der Shop beim Einzug"),
        "staff who refund": Texts(en: "the shop, giving back", de: "der Shop beim Erstatten"),
        "staff who cancellation": Texts(en: "the shop, cancelling", de: "der Shop beim Stornieren"),
        "staff why ordered": Texts(en: "ordered", de: "bestellt"),
        "staff why shipped": Texts(en: "shipped", de: "versandt"),
        "staff why built in": Texts(en: "built in", de: "verbaut"),
        "staff why received": Texts(en: "received", de: "eingegangen"),
        "staff why opening stock": Texts(en: "opening stock", de: "Anfangsbestand"),
        "staff why due": Texts(en: "due", de: "fällig"),
        "staff why the bank paid": Texts(en: "the bank paid", de: "die Bank hat gezahlt"),
        "staff why the bank said yes": Texts(en: "the bank said yes", de: "die Bank hat zugesagt"),
        "staff why the bank let go": Texts(en: "the bank let go", de: "die Bank hat losgelassen"),
        "staff why the bank gave it back": Texts(en: "the bank gave it back", de: "die Bank hat zurückgezahlt"),
        "staff why the bank wants to see the buyer": Texts(
            en: "the bank wants to see the buyer", de: "die Bank möchte eine Bestätigung"),
        "staff why the bank let the authorisation go": Texts(
            en: "the bank let the authorisation go", de: "die Bank hat die Autorisierung fallen lassen"),
        "staff why the authorisation had run out": Texts(
            en: "the authorisation had run out", de: "die Autorisierung war abgelaufen"),
        "staff why the order was cancelled": Texts(
            en: "the order was cancelled", de: "die Bestellung wurde storniert"),
        "staff why the bank has forgotten the key and knows no payment": Texts(
            en: "the bank has forgotten the key and knows no payment",
            de: "die Bank hat den Schlüssel vergessen und kennt keine Zahlung"),
        "staff why the bank has forgotten the key; look there before repeating it": Texts(
            en: "the bank has forgotten the key; look there before repeating it",
            de: "die Bank hat den Schlüssel vergessen; sehen Sie dort nach, bevor Sie es wiederholen"),
        "staff why the bank knows the key otherwise": Texts(
            en: "the bank knows the key otherwise", de: "die Bank kennt den Schlüssel von anderem"),
        "staff why the buyer's time was up": Texts(en: "the buyer's time was up", de: "die Frist war abgelaufen"),
        "staff why captured at the bank while being voided": Texts(
            en: "captured at the bank while being voided", de: "während der Freigabe doch eingezogen"),
        "staff why payment authorised": Texts(en: "payment authorised", de: "Zahlung autorisiert"),
        "staff why the buyer collected it": Texts(en: "the buyer collected it", de: "abgeholt"),
        "staff why the carrier brought it": Texts(en: "the carrier brought it", de: "zugestellt"),
        "staff why reserved with the order": Texts(en: "reserved with the order", de: "mit der Bestellung reserviert"),
        "staff why everything has left and is paid": Texts(
            en: "everything has left and is paid", de: "alles ist hinaus und bezahlt"),
        "staff why waits at the dealer": Texts(en: "waits at the dealer", de: "steht beim Händler bereit"),
    ]
}
