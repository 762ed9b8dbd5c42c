import Storage
import Web

/// Who may do what, and who did.
package enum People {
}
