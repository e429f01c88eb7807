/**
 * What a domain wants done with mail in its name that nothing vouches for: DMARC.
 *
 * <p>{@link mailroad.mailauth.dmarc.DmarcVerifier} finds the record that is responsible for the domain in From, by the list of
 * public suffixes or by walking up the tree of names, and compares that domain with those that SPF and DKIM passed for. Runs
 * in the task that asks, which waits for DNS.
 *
 * <p>RFC 7489 (records, discovery, alignment, sampling), RFC 9091 ({@code np}), RFC 9989 ({@code psd}, {@code t}, the tree
 * walk).
 */
@NullMarked
package mailroad.mailauth.dmarc;

import org.jspecify.annotations.NullMarked;
