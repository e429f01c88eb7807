/**
 * Worlds of mail to play in: which machines there are, what each does, and how they are started.
 *
 * <p>A {@link mailroad.lab.topology.Topology} is a value: hosts with an address and a role each (name
 * server, caching resolver, mail server), and the people who have accounts. {@link
 * mailroad.lab.topology.Running} starts its hosts on a {@link mailroad.lab.topology.Ground}: on loopback
 * addresses of this machine, or in a simulation where each host is a machine of its own. What is started is
 * the same code as in production: {@link mailroad.dns.ZoneServer}, {@link mailroad.dns.ResolverServer}, and
 * whole Mailroad nodes.
 *
 * <p>All tasks belong to the World that the ground gives to a host.
 */
@NullMarked
package mailroad.lab.topology;

import org.jspecify.annotations.NullMarked;
