package mailroad.dns;

import java.util.Optional;
import mailroad.kernel.World;

/** What the resolvers that ask servers have in common: their set-up, and the cache in front of them. */
public abstract sealed class CachingResolver implements Resolver
    permits ForwardingResolver, IterativeResolver {
  private final ResolverConfig config;
  private final Asking asking;
  private final Desk desk;

  CachingResolver(World world, ResolverConfig config, WalkListener listener) {
    this.config = config;
    ServerMemory memory = new ServerMemory(world, config.bounds().serversRememberedMax());
    asking = new Asking(memory, new Asker(world, config, memory));
    desk = new Desk(world, config, listener);
  }

  /** Who asks single servers, and what is remembered of them. */
  record Asking(ServerMemory memory, Asker asker) {}

  @Override
  public final Answer resolve(String name, RecordType type) throws InterruptedException {
    return desk.resolve(name, type, this::search);
  }

  /**
   * Asks as {@link #resolve(String, RecordType)} does, but always by itself: does not wait for the same
   * question asked by others, so that {@code listener} hears every step.
   */
  @Override
  public final Answer resolve(String name, RecordType type, WalkListener listener)
      throws InterruptedException {
    return desk.resolve(name, type, this::search, listener);
  }

  /** What the cache knows, aliases followed. */
  @Override
  public final Optional<Answer> known(String name, RecordType type) {
    return desk.known(name, type, this::search);
  }

  /** What this resolver remembers. */
  public final Cache cache() {
    return desk.cache();
  }

  final ResolverConfig config() {
    return config;
  }

  final Asking asking() {
    return asking;
  }

  final Desk desk() {
    return desk;
  }

  /** Finds out about one name; need not follow aliases further than its servers did. */
  abstract Finding search(Question question, Work work) throws InterruptedException;
}
