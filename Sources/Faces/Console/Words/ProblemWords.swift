import Values

extension Console {
    /// What the API refuses, as staff read it; `{name}` is a member of the problem.
    static let problemWords: [String: Texts] = [
        "staff problem invalid-input": Texts(
            en: "Some of this can't be taken as it stands. Nothing was changed.",
            de: "Einiges davon geht so nicht. Es wurde nichts geändert."),
        "staff problem not-permitted": Texts(
            en: "Your role lets you look, but not do this. Nothing was changed.",
            de: "Mit Ihrer Rolle dürfen Sie zusehen, dies aber nicht tun. Es wurde nichts geändert."),
        "staff problem idempotency-key-reused": Texts(
            en: "This form was sent once already, with something else in it. See what came of it before you send it "
                + "again.",
            de: "Dieses Formular wurde schon einmal mit anderem Inhalt gesendet. Sehen Sie nach, was daraus wurde, "
                + "bevor Sie es noch einmal senden."),
        "staff problem idempotency-key-missing": Texts(
            en: "This form came incomplete. Load the page again.",
            de: "Dieses Formular kam unvollständig an. Laden Sie die Seite neu."),
        "staff problem unknown-order": Texts(en: "There is no such order.", de: "Diese Bestellung gibt es nicht."),
        "staff problem order-not-placed": Texts(
            en: "The order no longer stands, so nothing was changed.",
            de: "Die Bestellung gilt nicht mehr; es wurde nichts geändert."),
        "staff problem order-still-needed": Texts(
            en: "The order is still under way; its buyer is needed until it is over.",
            de: "Die Bestellung läuft noch; bis sie vorbei ist, wird gebraucht, wer sie aufgegeben hat."),
        "staff problem shipment-unknown": Texts(
            en: "The order has no such parcel.", de: "Zu dieser Bestellung gibt es kein solches Paket."),
        "staff problem order-line-unknown": Texts(
            en: "The order has no such line.", de: "Die Bestellung hat keine solche Position."),
        "staff problem unknown-order-line": Texts(
            en: "The order has no such line.", de: "Die Bestellung hat keine solche Position."),
        "staff problem nothing-to-ship": Texts(
            en: "Say of at least one line how many go.", de: "Geben Sie bei mindestens einer Position an, wie viele."),
        "staff problem more-than-ordered": Texts(
            en: "Only {left} of that line have not been shipped yet.",
            de: "Von dieser Position sind nur noch {left} nicht versandt."),
        "staff problem nothing-left-to-ship": Texts(
            en: "Everything in this order has left already.", de: "Von dieser Bestellung ist schon alles hinaus."),
        "staff problem order-is-collected": Texts(
            en: "The buyer collects this order at the dealer.", de: "Diese Bestellung wird beim Händler abgeholt."),
        "staff problem order-is-shipped": Texts(
            en: "This order is shipped; nobody collects it.", de: "Diese Bestellung wird versandt, nicht abgeholt."),
        "staff problem order-not-ready": Texts(
            en: "This order is not ready for pickup yet.", de: "Diese Bestellung ist noch nicht abholbereit."),
        "staff problem order-not-paid": Texts(
            en: "The bank no longer stands for this order's amount.",
            de: "Die Bank steht nicht mehr für den Betrag dieser Bestellung ein."),
        "staff problem order-already-shipped": Texts(
            en: "Part of this order has left; what comes back is refunded instead.",
            de: "Ein Teil dieser Bestellung ist hinaus; was zurückkommt, wird erstattet."),
        "staff problem sold-out": Texts(en: "There is not enough of it left.", de: "Es ist nicht genug davon da."),
        "staff problem not-reserved": Texts(
            en: "Less is reserved for this order than that.", de: "Für diese Bestellung ist weniger reserviert."),
        "staff problem nothing-captured": Texts(
            en: "Nothing has been captured for this order yet; cancel it instead.",
            de: "Für diese Bestellung ist noch nichts eingezogen; stornieren Sie sie stattdessen."),
        "staff problem refund-exceeds-captured": Texts(
            en: "Only {left} of what was captured is left to give back.",
            de: "Vom Eingezogenen sind nur noch {left} zu erstatten."),
        "staff problem refund-exceeds-line": Texts(
            en: "Only {left} of that line can still be refunded.",
            de: "Von dieser Position sind nur noch {left} zu erstatten."),
        "staff problem delivery-refunded": Texts(
            en: "The delivery has been refunded already.", de: "Der Versand ist schon erstattet."),
        "staff problem nothing-to-refund": Texts(
            en: "Name lines, the delivery or an amount above zero.",
            de: "Nennen Sie Positionen, den Versand oder einen Betrag über null."),
        "staff problem wrong-currency": Texts(
            en: "The order was paid in another currency.",
            de: "Die Bestellung wurde in einer anderen Währung bezahlt."),
        "staff problem below-reserved": Texts(
            en: "What is promised to buyers can't be taken off: {onHand} are on hand, {reserved} of them reserved.",
            de: "Was zugesagt ist, kann nicht abgezogen werden: {onHand} sind da, davon {reserved} reserviert."),
        "staff problem too-much-stock": Texts(
            en: "A place holds {limit} of an item at most.", de: "Ein Ort fasst höchstens {limit} von einem Artikel."),
        "staff problem reference-taken": Texts(
            en: "This form was sent once already, with something else in it. See what came of it before you send it "
                + "again.",
            de: "Dieses Formular wurde schon einmal mit anderem Inhalt gesendet. Sehen Sie nach, was daraus wurde, "
                + "bevor Sie es noch einmal senden."),
        "staff problem unknown-item": Texts(en: "There is no such item.", de: "Diesen Artikel gibt es nicht."),
        "staff problem unknown-place": Texts(en: "There is no such place.", de: "Diesen Ort gibt es nicht."),
        "staff problem unknown-job": Texts(
            en: "That job is parked no longer; it may be running already.",
            de: "Diese Aufgabe ist nicht mehr geparkt; vielleicht läuft sie schon."),
        "staff problem changed-meanwhile": Texts(
            en: "Somebody else has changed this meanwhile. What you typed is still here; send it again to put it in "
                + "the place of theirs.",
            de: "Inzwischen hat jemand anders dies geändert. Was Sie eingegeben haben, steht noch da; senden Sie es "
                + "noch einmal, um das andere zu ersetzen."),
        "staff problem unknown-product": Texts(en: "There is no such product.", de: "Dieses Produkt gibt es nicht."),
        "staff problem product-step": Texts(
            en: "The product is in that state already.", de: "Das Produkt ist schon in diesem Stand."),
        "staff problem product-without-model": Texts(
            en: "A configurable product needs a published model before it is put on sale.",
            de: "Ein konfigurierbares Produkt braucht ein veröffentlichtes Modell, bevor es verkauft wird."),
        "staff problem unknown-picture": Texts(
            en: "The product has no such picture any more.", de: "Das Produkt hat dieses Bild nicht mehr."),
        "staff problem picture-not-of-its-type": Texts(
            en: "This file is not what its name says it is.", de: "Diese Datei ist nicht, was ihr Name sagt."),
        "staff problem picture-too-large": Texts(
            en: "This picture has too many pixels: {width} × {height}.",
            de: "Dieses Bild hat zu viele Pixel: {width} × {height}."),
        "staff problem picture-broken": Texts(
            en: "This is no whole picture.", de: "Das ist kein ganzes Bild."),
        "staff problem picture-unsafe": Texts(
            en: "The SVG has more in it than a drawing: {found}.",
            de: "In der SVG-Datei steckt mehr als eine Zeichnung: {found}."),
        "staff problem picture-named": Texts(
            en: "An option of the product's model shows this picture.",
            de: "Eine Option des Modells zeigt dieses Bild."),
        "staff problem too-many-pictures": Texts(
            en: "A product has {limit} pictures at most.", de: "Ein Produkt hat höchstens {limit} Bilder."),
        "staff problem unsupported-media-type": Texts(
            en: "A picture is a PNG, JPEG, WebP or SVG file.",
            de: "Ein Bild ist eine PNG-, JPEG-, WebP- oder SVG-Datei."),
        "staff problem body-too-large": Texts(
            en: "A picture has 5 MB at most.", de: "Ein Bild hat höchstens 5 MB."),
    ]
}
