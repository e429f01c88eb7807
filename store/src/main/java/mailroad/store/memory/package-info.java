/**
 * The store in memory, for simulation: no threads and no files, the same answers for the same calls.
 *
 * <p>{@link mailroad.store.memory.MemoryStore} keeps what was committed over a crash and a reopening, and
 * forgets what was not; {@link mailroad.store.memory.Faults} lets its disk fill up or fail. All runs in the
 * calling task; the lock is held for moments only and never across a call to the World.
 */
@NullMarked
package mailroad.store.memory;

import org.jspecify.annotations.NullMarked;
