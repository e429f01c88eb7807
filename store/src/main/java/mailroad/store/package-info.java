/**
 * The store: an ordered map of keys to values, changed by declarative batches, with blobs beside it.
 *
 * <p>A {@link mailroad.store.Batch} says what is to change and what must hold for it; an engine commits it
 * whole and durably, or says which assertion failed. Reading is {@link mailroad.store.Store#get} and {@link
 * mailroad.store.Store#range}. Due work is taken with {@link mailroad.store.Store#claimDue}; whoever waits
 * for a change uses {@link mailroad.store.Store#watch}, a hint only. Message content lies in {@link
 * mailroad.store.Blobs}.
 *
 * <p>Engines: {@code rocksdb} (embedded, the default), {@code postgres}, {@code memory}. No mail word is
 * spoken here.
 */
@NullMarked
package mailroad.store;

import org.jspecify.annotations.NullMarked;
