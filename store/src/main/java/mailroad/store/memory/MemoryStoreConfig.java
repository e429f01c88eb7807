package mailroad.store.memory;

import java.time.Duration;

/**
 * How the store in memory behaves.
 *
 * @param commitLatency how long a commit or the finishing of a blob takes, as a disk would; zero for not at all
 */
public record MemoryStoreConfig(Duration commitLatency) {
  /** Commits take no time. */
  public static final MemoryStoreConfig DEFAULT = new MemoryStoreConfig(Duration.ZERO);

  /** A latency that is not below zero. */
  public MemoryStoreConfig {
    if (commitLatency.isNegative()) {
      throw new IllegalArgumentException("commit-latency must not be negative");
    }
  }
}
