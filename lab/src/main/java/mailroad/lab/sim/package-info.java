/**
 * The simulated World: one seed, virtual time, an internet in memory.
 *
 * <p>{@link mailroad.lab.sim.Simulation} holds machines, each with its own {@link
 * mailroad.kernel.World}. Their tasks are virtual threads, of which exactly one runs: the one that
 * holds the baton. A call to the World that has to wait parks its task and passes the baton to
 * another that is ready at this moment, chosen by the seed; where none is ready, virtual time jumps
 * to the next thing that is timed. So five days of retries take as long as their computing takes,
 * and the same seed gives the same {@linkplain mailroad.lab.sim.Simulation#log event log}, byte for
 * byte.
 *
 * <p>Octets travel over {@link mailroad.lab.sim.Link}s with latency, a bandwidth, loss and sudden
 * cuts; machines can be partitioned from each other, isolated, crashed and restarted. What TCP
 * promises holds within those limits (RFC 9293): octets in order and once, back-pressure, half
 * close, refusal, reset; retransmission is only seen as delay. UDP (RFC 768) promises nothing.
 *
 * <p>All state here is touched by the holder of the baton alone, hence without locks.
 */
@NullMarked
package mailroad.lab.sim;

import org.jspecify.annotations.NullMarked;
