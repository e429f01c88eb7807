/**
 * The embedded engine: keys in RocksDB, content in a log of segments beside it, both in one folder.
 *
 * <p>{@link mailroad.store.rocksdb.RocksStore} is opened on a folder that no other process may use. Two dedicated
 * tasks do all writing. The committer takes batches from many tasks, evaluates them in order against the
 * database and what it has gathered, writes the group with one sync and answers all. The appender takes chunks
 * of content from many tasks, appends them to the newest segment, syncs once for all blobs that end there, and
 * answers; content that waits for its batch the committer appends itself, in turn with that task. Content is on
 * disk before the batch that refers to it, so after a crash the index never points into the void; what no index
 * points at is garbage, and goes with its segment. A batch without content that comes while nothing is written is
 * evaluated and written by whoever brought it, in the committer's place.
 *
 * <p>Reading runs in the calling task. Threads waiting for the two tasks park; they are not interrupted by a
 * cancellation, which ends the task at its next wait for the World.
 */
@NullMarked
package mailroad.store.rocksdb;

import org.jspecify.annotations.NullMarked;
