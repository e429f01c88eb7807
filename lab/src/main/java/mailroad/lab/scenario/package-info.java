/**
 * Scenarios: a topology, people who write letters, faults, and what must hold in the end.
 *
 * <p>{@link mailroad.lab.scenario.SeedRun} plays one scenario in a simulation, all of it drawn from one
 * seed: who writes to whom and when, which machines crash (also between any two steps of what they do),
 * lose power, are cut off, lose packets or find their disk full. When the faults are over it waits until all
 * queues are empty, and takes a {@link mailroad.lab.scenario.Census}: no letter that was accepted may be
 * lost, none may have come twice without a broken connection to blame (RFC 5321 section 4.5.3.2.6, RFC
 * 1047), and all must have come in time.
 *
 * <p>The scenario runs as one task of the machine {@code lab}, each fault and each writer as a further one.
 */
@NullMarked
package mailroad.lab.scenario;

import org.jspecify.annotations.NullMarked;
