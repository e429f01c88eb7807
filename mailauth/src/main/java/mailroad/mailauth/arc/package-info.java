/**
 * What servers on the way found before they changed a message: ARC (RFC 8617), verified and sealed.
 */
@NullMarked
package mailroad.mailauth.arc;

import org.jspecify.annotations.NullMarked;
