/**
 * What the engines of the store share, and nobody else uses.
 *
 * <p>{@link mailroad.store.engine.Evaluation} decides what a {@link mailroad.store.Batch} does, as a pure
 * function of what it reads through a {@link mailroad.store.engine.View}: so a batch means the same on every
 * engine. Its outcome is {@link mailroad.store.engine.Changes}. Engines over one ordered map of octets
 * (rocksdb, memory) keep entries, queues and references in it by way of the {@link
 * mailroad.store.engine.Ledger}, which fixes the keys. {@link mailroad.store.engine.Watches} rings the bells of
 * those who watch.
 *
 * <p>No threads: all runs in the task that commits or, in the rocksdb engine, in its committer.
 */
@NullMarked
package mailroad.store.engine;

import org.jspecify.annotations.NullMarked;
