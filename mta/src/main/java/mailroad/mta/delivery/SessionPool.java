package mailroad.mta.delivery;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Bell;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.mta.routing.Manner;
import mailroad.mta.tls.Protection;
import mailroad.smtp.client.SmtpSession;

/**
 * Sessions that are done with one message and wait a moment for the next to the same host: the greeting, EHLO and
 * TLS cost more than most messages. Any number of tasks may use it; a task of its own says QUIT to those whose time
 * is over, and ends when none is left.
 */
final class SessionPool {
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final World world;
  private final DeliveryConfig config;
  private final Bell bell;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Kept> waiting = new ArrayList<>();
  private boolean reaping;
  private boolean closed;

  SessionPool(World world, DeliveryConfig config) {
    this.world = world;
    this.config = config;
    this.bell = world.bell();
  }

  /** What two messages must have in common to share a session. */
  record Line(InetSocketAddress host, Protection tls, Manner manner) {}

  /**
   * A session and its story.
   *
   * @param messages how many it has carried
   * @param idleSince when the last of them was done
   */
  record Kept(Line line, SmtpSession session, Instant opened, int messages, Instant idleSince) {
    /** A session that has just been opened. */
    static Kept fresh(Line line, SmtpSession session, Instant now) {
      return new Kept(line, session, now, 0, now);
    }

    private Kept after(int more, Instant now) {
      return new Kept(line, session, opened, messages + more, now);
    }

    private boolean isOver(DeliveryConfig config, Instant now) {
      return !now.isBefore(idleSince.plus(config.sessionIdleMax()))
          || !now.isBefore(opened.plus(config.sessionTimeMax()));
    }
  }

  /** A session that waits for such a message; the one used last, which is the likeliest to live. */
  Optional<Kept> take(Line line) {
    Instant now = world.now();
    lock.lock();
    try {
      for (Kept kept : waiting.reversed()) {
        if (kept.line().equals(line) && !kept.isOver(config, now)) {
          waiting.remove(kept);
          return Optional.of(kept);
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a session waits at a host, for whatever mail. */
  boolean waitsAt(InetSocketAddress host) {
    Instant now = world.now();
    lock.lock();
    try {
      return waiting.stream()
          .anyMatch(kept -> kept.line().host().equals(host) && !kept.isOver(config, now));
    } finally {
      lock.unlock();
    }
  }

  /** Lets a session wait for more, or says QUIT where it has done enough. */
  void giveBack(Kept kept) throws InterruptedException {
    Kept now = kept.after(1, world.now());
    if (!keep(now)) {
      kept.session().quit();
    }
  }

  private boolean keep(Kept kept) {
    boolean start;
    lock.lock();
    try {
      if (closed
          || kept.messages() >= config.sessionMessagesMax()
          || waiting.size() >= config.sessionsKeptMax()
          || kept.isOver(config, kept.idleSince())) {
        return false;
      }
      waiting.add(kept);
      start = !reaping;
      reaping = true;
    } finally {
      lock.unlock();
    }
    if (start) {
      world.start("idle smtp sessions", this::reap);
    }
    return true;
  }

  private void reap() throws InterruptedException {
    while (true) {
      long seen = bell.rings();
      List<Kept> over = new ArrayList<>();
      Optional<Duration> rest = takeOver(over);
      for (Kept kept : over) {
        kept.session().quit();
      }
      if (rest.isEmpty()) {
        return;
      }
      bell.await(seen, rest.get());
    }
  }

  /** Takes those out whose time is over; how long until the next one's is, empty if none waits. */
  private Optional<Duration> takeOver(List<Kept> over) {
    Instant now = world.now();
    lock.lock();
    try {
      Iterator<Kept> all = waiting.iterator();
      while (all.hasNext()) {
        Kept kept = all.next();
        if (kept.isOver(config, now)) {
          over.add(kept);
          all.remove();
        }
      }
      reaping = !waiting.isEmpty();
      return reaping ? Optional.of(config.sessionIdleMax()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Says QUIT to all that wait, and keeps none any more. */
  void close() throws InterruptedException {
    List<Kept> last = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      last.addAll(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    bell.ring();
    List<Task> goodbyes =
        last.stream().map(k -> world.start("quit", () -> k.session().quit())).toList();
    for (Task goodbye : goodbyes) {
      if (!goodbye.join(GOODBYE)) {
        goodbye.cancel();
      }
    }
  }
}
