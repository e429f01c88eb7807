/**
 * Resolvers, forwarding and iterative, their cache, and the authoritative {@link
 * mailroad.dns.ZoneServer}. dnsjava reads and writes the messages; all else is here, and all that is not
 * pure goes through the {@link mailroad.kernel.World}.
 *
 * <p>How a question passes: {@link mailroad.dns.Resolver#resolve} takes it to the {@code Desk}, which looks
 * into the {@link mailroad.dns.Cache} and follows aliases. What is not known there is searched for: by the
 * {@link mailroad.dns.ForwardingResolver} at its servers, by the {@link mailroad.dns.IterativeResolver} from
 * the deepest zone that is known, referral by referral, with a {@code ZoneAsker} for the servers of each. An
 * {@code Asker} asks one server over the {@code Wire}; {@code Reading} decides what its message means and
 * what of it is believed. {@code Work} counts what one question causes, {@code Walk} writes it down for
 * {@link mailroad.dns.Answer#walk} and tells a {@link mailroad.dns.WalkListener} as it happens.
 *
 * <p>What is trusted: a {@code TrustChain} begins with the keys of an {@code AnchorKeeper}, whose task ({@link
 * mailroad.dns.IterativeResolver#keepAnchors}) looks at them as they change; {@code AnchorLife} decides what that means.
 *
 * <p>How a question is answered to others: a {@code DnsServer} receives it, {@code Incoming} reads it, a
 * {@link mailroad.dns.ZoneServer} has the {@code Authority} of its zones answer and a {@link
 * mailroad.dns.ResolverServer} a resolver, and {@code Outgoing} makes it fit.
 *
 * <p>Threads: resolvers run in the tasks that ask, any number at once. A server has a task for each of its
 * two ports and one for each datagram or connection, all bounded and all ended by {@code close}.
 *
 * <p>RFC 1034 and RFC 1035 (DNS), RFC 2181 (clarifications), RFC 2308 (negative caching), RFC 9520 (caching of
 * failures), RFC 4592 (wildcards), RFC 6672 (DNAME), RFC 6891 (EDNS), RFC 7766 (TCP), RFC 5452 (against
 * forgery), RFC 8914 (extended errors), RFC 4035 (DNSSEC), RFC 5011 (trust anchors that follow their zones).
 */
@NullMarked
package mailroad.dns;

import org.jspecify.annotations.NullMarked;
