/**
 * The engine for many nodes on one PostgreSQL: a few tables, plain SQL.
 *
 * <p>{@link mailroad.store.postgres.PostgresStore} commits a batch in three round trips: one takes the locks and
 * reads what the batch needs, the batch is then evaluated here as on every engine, one writes what it changes,
 * one commits. Locks are PostgreSQL's advisory locks on the names that the batch touches, taken in one order, so
 * that also names that are not there yet are locked, and batches do not deadlock; conflicts that are left are
 * tried again. Due items are claimed with {@code FOR UPDATE SKIP LOCKED}.
 *
 * <p>All runs in the calling task, with a connection of the pool (HikariCP) while it lasts. Two tasks run beside:
 * the announcer tells other nodes what has changed ({@code NOTIFY}, after the commit, because a notification
 * within it would make commits wait for each other), and the listener hears what they tell. Both are hints: the
 * listener also looks now and then whether anything has changed at all.
 */
@NullMarked
package mailroad.store.postgres;

import org.jspecify.annotations.NullMarked;
