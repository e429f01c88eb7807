/**
 * Whether mail to a host goes encrypted, to whom, and why.
 *
 * <p>An attempt asks {@link mailroad.mta.tls.TlsPolicies} once for its next hop and then for each host. That looks up
 * what DNS says ({@link mailroad.mta.tls.DaneLookup}) and the domain's MTA-STS policy ({@link
 * mailroad.mta.tls.StsPolicies}: from memory, the store, or over HTTPS), and {@link mailroad.mta.tls.TlsDecision},
 * which is pure, makes a {@link mailroad.mta.tls.HostPolicy} of it: how to use the host, or that it is passed over,
 * with the reasons. What each failure does is written down in docs/tls.md; a failure concerns one host of one domain,
 * is an event, and makes mail wait rather than fail.
 *
 * <p>Lookups run in the attempt's task; policies are refreshed by tasks of their own, one a domain at a time.
 *
 * <p>RFC 7435 (opportunistic security), RFC 7672, RFC 6698 and RFC 7671 (DANE), RFC 8461 (MTA-STS), RFC 8689
 * (REQUIRETLS).
 */
@NullMarked
package mailroad.mta.tls;

import org.jspecify.annotations.NullMarked;
