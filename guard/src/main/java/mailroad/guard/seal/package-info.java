/**
 * What this server puts its domains' names to: {@link mailroad.guard.seal.DkimSeal} signs mail that begins its way here
 * (RFC 6376), {@link mailroad.guard.seal.ArcSeal} seals what was found about mail that only passes through (RFC 8617).
 * Called by the tasks of sessions and of notices, which wait for the disk.
 */
@NullMarked
package mailroad.guard.seal;

import org.jspecify.annotations.NullMarked;
