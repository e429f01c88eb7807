package mailroad.pop3;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mailroad.kernel.Bell;
import mailroad.kernel.World;
import mailroad.mailbox.Account;
import mailroad.wire.Deadline;

/**
 * Who has which maildrop: RFC 1939 section 4 wants it exclusive while a session lasts. Other ways to the same mailbox,
 * as delivery and IMAP, are not kept out; a session does not see what they do.
 */
final class MaildropLocks {
  private final World world;
  private final Bell released;
  private final Set<Long> held = ConcurrentHashMap.newKeySet();

  MaildropLocks(World world) {
    this.world = world;
    this.released = world.bell();
  }

  /** A maildrop that is one session's own until closed. */
  interface Lease extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes the maildrop of an account; empty if another session has it. Waits a little for that session: a client that
   * hung up and comes again at once may be faster than the news of its leaving.
   */
  Optional<Lease> take(Account account, Duration patience) throws InterruptedException {
    Deadline deadline = Deadline.in(world, patience);
    while (true) {
      long seen = released.rings();
      if (held.add(account.id())) {
        return Optional.of(() -> release(account));
      }
      if (!released.await(seen, deadline.leftOrNothing())) {
        return Optional.empty();
      }
    }
  }

  private void release(Account account) {
    held.remove(account.id());
    released.ring();
  }
}
