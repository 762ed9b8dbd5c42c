import Values

extension Console {
    /// What stands on the page of the day and on that of the jobs.
    static let todayWords: [String: Texts] = [
        "staffOrdersToday": Texts(en: "Orders today", de: "Bestellungen heute"),
        "staffTurnover": Texts(en: "Turnover today", de: "Umsatz heute"),
        "staffShowAll": Texts(en: "Show all", de: "Alle zeigen"),
        "staffAllDone": Texts(
            en: "Everything is done. Enjoy the quiet.", de: "Alles ist erledigt. Genießen Sie die Ruhe."),
        "staffParkedJobs": Texts(en: "Parked jobs", de: "Geparkte Aufgaben"),
        "staffJobsWhat": Texts(
            en: "What the shop does by itself: taking money, giving it back, writing mails. It tries again when "
                + "something fails, and parks here what fails for hours.",
            de: "Was der Shop von selbst tut: Geld einziehen, zurückgeben, E-Mails schreiben. Was scheitert, versucht "
                + "er erneut; was stundenlang scheitert, parkt er hier."),
        "staffNoJobs": Texts(en: "No job is parked.", de: "Keine Aufgabe ist geparkt."),
        "staffRetry": Texts(en: "Try again", de: "Erneut versuchen"),
        "staffParkedSince": Texts(en: "Parked since", de: "Geparkt seit"),
        "staffAttempts": Texts(en: "Attempts", de: "Versuche"),
        "staffJobKey": Texts(en: "Known as", de: "Kennung"),
        "staffSeeOrder": Texts(en: "See the order", de: "Zur Bestellung"),
        "staffUnderWay": Texts(en: "All that is not done yet", de: "Alles, was noch nicht erledigt ist"),
        "staffWork": Texts(en: "Work", de: "Arbeit"),
        "staffWaiting": Texts(en: "Waiting", de: "Wartend"),
        "staffParked": Texts(en: "Parked", de: "Geparkt"),
        "staff work notices.order-mail": Texts(en: "Mail to a buyer", de: "E-Mail an Kundschaft"),
        "staff work capture-order": Texts(en: "Take an order's money", de: "Geld einer Bestellung einziehen"),
        "staff work unwind-payment": Texts(
            en: "Give back the money of a cancelled order", de: "Geld einer stornierten Bestellung freigeben"),
        "staff work make-refund": Texts(en: "Refund at the bank", de: "Erstattung bei der Bank"),
        "staff done retry": Texts(
            en: "The job runs again, with all its attempts.", de: "Die Aufgabe läuft wieder, mit allen Versuchen."),
    ]
}
