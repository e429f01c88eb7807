/**
 * What servers on the way found before they changed a message: ARC (RFC 8617), verified by {@link
 * mailroad.mailauth.arc.ArcVerifier} and sealed by {@link mailroad.mailauth.arc.ArcSealer}. Signatures and keys are
 * those of DKIM. Runs in the tasks that ask, which wait for DNS.
 */
@NullMarked
package mailroad.mailauth.arc;

import org.jspecify.annotations.NullMarked;
