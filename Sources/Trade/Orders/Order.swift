/// What a buyer has bought: fixed when it was ordered, whatever the catalogue says later.
package enum Order {}

/// Money given back.
package enum Refund {}

/// A parcel on its way.
package enum Shipment {}
