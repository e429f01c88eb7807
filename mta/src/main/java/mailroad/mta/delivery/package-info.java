/**
 * Carries mail to other servers.
 *
 * <p>{@link mailroad.mta.delivery.RemoteCourier} is what the queue calls, in the attempt's task: it has the
 * recipients routed, and for each next hop goes through its addresses in order until no recipient is left whose
 * fate is open. What one conversation says is read by {@link mailroad.mta.delivery.Outcomes}; which hosts failed
 * lately and are left alone stands in {@link mailroad.mta.delivery.HostMemory}, in memory alone;
 * whose mail waits for them in {@link mailroad.mta.delivery.WaitingHosts}, in the store.
 *
 * <p>RFC 5321 sections 3, 4.2 and 5.1, RFC 7435 (TLS where it is offered), RFC 3461 section 5.2.
 */
@NullMarked
package mailroad.mta.delivery;

import org.jspecify.annotations.NullMarked;
