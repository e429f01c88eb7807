package mailroad.guard.door;

import com.google.protobuf.InvalidProtocolBufferException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** What is known of hosts. Any number of tasks may use it; a host that is not in memory is looked for in the store. */
final class Standings {
  /** A look that was passed not long ago is not written down again. */
  private static final Duration FRESH = Duration.ofHours(6);

  private final World world;
  private final StandingConfig config;
  private final Book<Standing> book;

  Standings(World world, Store store, StandingConfig config) {
    this.world = world;
    this.config = config;
    this.book = new Book<>(store, Key.of("guard", "standing"), new Form(config), config.inMemory());
  }

  private record Form(StandingConfig config) implements Book.Form<Standing> {
    @Override
    public byte[] write(Standing standing) {
      return Records.write(standing);
    }

    @Override
    public Standing read(byte[] octets) throws InvalidProtocolBufferException {
      return Records.standing(octets);
    }

    @Override
    public Instant ends(Standing standing) {
      Duration longest =
          config.goodFor().compareTo(config.lookedFor()) > 0
              ? config.goodFor()
              : config.lookedFor();
      return standing.last().plus(longest);
    }
  }

  private Key key(InetAddress address) {
    return book.key(Net.host(address).toString());
  }

  /** What is known. */
  Optional<Standing> of(InetAddress address) {
    return book.find(key(address));
  }

  /** Whether mail from there has been wanted so far. */
  boolean isGood(InetAddress address) {
    return of(address).filter(one -> one.isGood(world.now(), config)).isPresent();
  }

  /** Whether a host need not be looked at again. */
  boolean isKnown(InetAddress address) {
    return of(address).filter(one -> one.isKnown(world.now(), config)).isPresent();
  }

  /** A host has passed the first look. */
  void looked(InetAddress address) {
    Instant now = world.now();
    Standing before = of(address).orElse(Standing.none(now));
    if (before.looked().filter(one -> now.isBefore(one.plus(FRESH))).isEmpty()) {
      book.note(key(address), before.withLook(now));
    }
  }

  /** A message of a host was taken, or not. */
  void message(InetAddress address, boolean wanted) {
    Instant now = world.now();
    Standing before = of(address).orElse(Standing.none(now));
    book.note(key(address), before.withMessage(now, wanted));
  }

  void flush() throws StoreException {
    book.flush();
  }

  int sweep() throws StoreException {
    return book.sweep(world.now(), config.most());
  }
}
