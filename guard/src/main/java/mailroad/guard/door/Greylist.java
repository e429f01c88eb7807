package mailroad.guard.door;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * Puts off mail that is not known, and lets it through when it comes back, as mail of real servers does (RFC 6647). A server's
 * mail may come back from another host of its pool. Any number of tasks may use it.
 */
final class Greylist {
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final World world;
  private final GreylistConfig config;
  private final Book<Grey> mails;
  private final Book<Pool> pools;

  Greylist(World world, Store store, GreylistConfig config) {
    this.world = world;
    this.config = config;
    this.mails =
        new Book<>(store, Key.of("guard", "grey"), new GreyForm(config), config.inMemory());
    this.pools =
        new Book<>(store, Key.of("guard", "pool"), new PoolForm(config), config.inMemory());
  }

  private record GreyForm(GreylistConfig config) implements Book.Form<Grey> {
    @Override
    public byte[] write(Grey grey) {
      return Records.write(grey);
    }

    @Override
    public Grey read(byte[] octets) throws InvalidProtocolBufferException {
      return Records.grey(octets);
    }

    @Override
    public Instant ends(Grey grey) {
      return Greylist.ends(grey, config);
    }
  }

  private record PoolForm(GreylistConfig config) implements Book.Form<Pool> {
    @Override
    public byte[] write(Pool pool) {
      return Records.write(pool);
    }

    @Override
    public Pool read(byte[] octets) throws InvalidProtocolBufferException {
      return Records.pool(octets);
    }

    @Override
    public Instant ends(Pool pool) {
      return pool.last().plus(config.remembered());
    }
  }

  /** What becomes of mail. */
  sealed interface Answer {
    /** It passes. */
    record Pass(String why) implements Answer {}

    /** It is to come back. */
    record PutOff(Instant until) implements Answer {}
  }

  /**
   * Asks about mail, and keeps it in mind.
   *
   * @param pool whose it is: hosts that are likely to send for one another
   */
  Answer ask(String pool, ReversePath sender, EmailAddress recipient) {
    Instant now = world.now();
    Key poolKey = pools.key(pool);
    Key key = mails.key(pool, normal(sender), recipient.toString());
    Optional<Pool> known = pools.find(poolKey).filter(one -> now.isBefore(poolEnds(one)));
    if (known.filter(one -> one.passes() >= config.poolPasses()).isPresent()) {
      pools.note(poolKey, new Pool(known.get().passes(), now));
      return new Answer.Pass("mail from there has come back often enough");
    }
    Optional<Grey> before = mails.find(key).filter(one -> now.isBefore(ends(one, config)));
    Grey after = after(before, now, config.delay());
    mails.note(key, after);
    if (after.passes() == 0) {
      return new Answer.PutOff(after.first().plus(config.delay()));
    }
    if (after.passes() == 1) {
      pools.note(poolKey, new Pool(known.map(Pool::passes).orElse(0) + 1, now));
    }
    return new Answer.Pass("it came back");
  }

  /** What is known of mail when it has come once more. Pure. */
  static Grey after(Optional<Grey> before, Instant now, Duration delay) {
    if (before.isEmpty()) {
      return new Grey(now, now, 0);
    }
    Grey known = before.get();
    boolean passes = known.passes() > 0 || !now.isBefore(known.first().plus(delay));
    return new Grey(known.first(), now, passes ? known.passes() + 1 : 0);
  }

  /** Until when that counts. Mail that has not come back has its time from its first try on. */
  static Instant ends(Grey grey, GreylistConfig config) {
    return grey.passes() > 0
        ? grey.last().plus(config.remembered())
        : grey.first().plus(config.returnWithin());
  }

  private Instant poolEnds(Pool pool) {
    return pool.last().plus(config.remembered());
  }

  /** The same for all messages of one sender, whose address may have a number that changes (VERP). */
  static String normal(ReversePath sender) {
    return sender
        .mailbox()
        .map(address -> {
          String local = address.localPart();
          int extension = local.indexOf('+', 1);
          String kept = extension > 0 ? local.substring(0, extension) : local;
          return DIGITS.matcher(kept).replaceAll("#") + "@" + address.domain();
        })
        .orElse("<>");
  }

  /** What is said to who has to come back (RFC 6647 section 4, RFC 3463 section 3.8). */
  Reply reply(Answer.PutOff putOff) {
    Instant until = putOff.until().plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    long seconds = Math.max(1, Duration.between(world.now(), until).toSeconds());
    return new Reply(
        451,
        "4.7.1",
        "Greylisted, since this server does not know you yet; try again in %s, at %s"
            .formatted(Text.count(seconds, "second"), until));
  }

  void flush() throws StoreException {
    mails.flush();
    pools.flush();
  }

  int sweep() throws StoreException {
    return mails.sweep(world.now(), config.most()) + pools.sweep(world.now(), config.most());
  }
}
