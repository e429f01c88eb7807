package mailroad.store.rocksdb;

/**
 * How the embedded store uses disk and memory.
 *
 * @param freeOctetsMin no content is taken while the disk has less room than this; batches may use up three
 *     quarters of it, so that mail can still be deleted on a full disk
 * @param segmentOctetsMax a file of content that has grown to this size is followed by the next
 * @param chunkOctets content is kept and checked in pieces of this size
 * @param compactBelowPercent a file of content of which less than this part of {@code segment-octets-max} is
 *     still needed is moved together with others
 * @param compactionOctetsMax how much content one sweep moves at most
 * @param blockCacheOctets memory for what is read from the database
 * @param recentOctets memory for what was read from the database or written to it lately, so that it need not be asked
 *     again
 * @param pendingOctetsMax memory for content that is written together with the batch that refers to it; what finds
 *     no room, or is longer than {@code chunk-octets}, is written before
 * @param writeBufferOctets memory for what is written to the database before it becomes a table
 * @param openFilesMax how many files the database keeps open
 * @param waitingMax how many batches, and how many pieces of content, may wait to be written before callers
 *     have to wait
 * @param groupOctetsMax how much is written with one sync, if more is waiting
 */
public record RocksStoreConfig(
    long freeOctetsMin,
    long segmentOctetsMax,
    int chunkOctets,
    int compactBelowPercent,
    long compactionOctetsMax,
    long blockCacheOctets,
    long recentOctets,
    long pendingOctetsMax,
    long writeBufferOctets,
    int openFilesMax,
    int waitingMax,
    int groupOctetsMax) {
  private static final int MIB = 1 << 20;

  /** For a server of any size: about 40 MiB of memory. */
  public static final RocksStoreConfig DEFAULT =
      new RocksStoreConfig(
          64L * MIB,
          64L * MIB,
          128 << 10,
          50,
          256L * MIB,
          8L * MIB,
          4L * MIB,
          16L * MIB,
          16L * MIB,
          128,
          1024,
          4 * MIB);

  /** Settings that fit together. */
  public RocksStoreConfig {
    require(freeOctetsMin >= 0, "free-octets-min must not be negative");
    require(segmentOctetsMax >= 4096, "segment-octets-max must be at least 4096");
    require(
        chunkOctets >= 512 && chunkOctets <= 16 * MIB,
        "chunk-octets must be between 512 and 16777216");
    require(
        compactBelowPercent >= 0 && compactBelowPercent <= 90,
        "compact-below-percent must be between 0 and 90");
    require(compactionOctetsMax >= 0, "compaction-octets-max must not be negative");
    require(blockCacheOctets >= 1 << 16, "block-cache-octets must be at least 65536");
    require(recentOctets >= 0, "recent-octets must not be negative");
    require(pendingOctetsMax >= 0, "pending-octets-max must not be negative");
    require(writeBufferOctets >= 1 << 16, "write-buffer-octets must be at least 65536");
    require(openFilesMax >= 16, "open-files-max must be at least 16");
    require(waitingMax >= 1, "waiting-max must be at least 1");
    require(groupOctetsMax >= 1 << 16, "group-octets-max must be at least 65536");
  }

  /** The same with other segments, as tests like them small. */
  public RocksStoreConfig withSegments(long segmentOctets, int chunk) {
    return copy(segmentOctets, chunk, pendingOctetsMax);
  }

  /** The same with another limit of content in memory. */
  RocksStoreConfig withPendingOctets(long octets) {
    return copy(segmentOctetsMax, chunkOctets, octets);
  }

  /** A copy in which these differ. */
  private RocksStoreConfig copy(long segmentOctets, int chunk, long pendingOctets) {
    return new RocksStoreConfig(
        freeOctetsMin,
        segmentOctets,
        chunk,
        compactBelowPercent,
        compactionOctetsMax,
        blockCacheOctets,
        recentOctets,
        pendingOctets,
        writeBufferOctets,
        openFilesMax,
        waitingMax,
        groupOctetsMax);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
