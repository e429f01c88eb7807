package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Segments in memory, with what a crash of the machine does to what was not synced. */
final class MemoryFiles implements SegmentFiles {
  private static final class Content {
    byte[] now = {};
    byte[] synced = {};
  }

  private final TreeMap<Long, Content> contents = new TreeMap<>();

  /** What a machine finds that starts again: what was synced, and perhaps a torn part of the rest. */
  MemoryFiles afterCrash(SplittableRandom random) {
    MemoryFiles after = new MemoryFiles();
    contents.forEach((segment, content) -> after.put(segment, torn(content, random)));
    return after;
  }

  private static byte[] torn(Content content, SplittableRandom random) {
    int synced = content.synced.length;
    int unsynced = Math.max(0, content.now.length - synced);
    int kept =
        switch (random.nextInt(3)) {
          case 0 -> 0;
          case 1 -> unsynced;
          default -> random.nextInt(unsynced + 1);
        };
    byte[] torn = Arrays.copyOf(content.synced, synced + kept);
    if (kept > 0) {
      System.arraycopy(content.now, synced, torn, synced, kept);
      if (random.nextBoolean()) { // the size may reach the disk before the content
        int lost = random.nextInt(kept);
        Arrays.fill(torn, synced + lost, torn.length, (byte) 0);
      }
    }
    return torn;
  }

  synchronized void put(long segment, byte[] octets) {
    Content content = new Content();
    content.now = octets;
    content.synced = octets;
    contents.put(segment, content);
  }

  synchronized byte[] octets(long segment) {
    return contents.get(segment).now.clone();
  }

  @Override
  public synchronized List<Long> list() {
    return new ArrayList<>(contents.keySet());
  }

  @Override
  public synchronized SegmentFile create(long segment) throws IOException {
    if (contents.containsKey(segment)) {
      throw new IOException("exists: " + segment);
    }
    put(segment, new byte[0]);
    return append(segment);
  }

  @Override
  public synchronized SegmentFile append(long segment) throws IOException {
    Content content = contents.get(segment);
    if (content == null) {
      throw new NoSuchFileException("segment " + segment);
    }
    return new MemoryFile(content);
  }

  @Override
  public SegmentFile read(long segment) throws IOException {
    return append(segment);
  }

  @Override
  public synchronized void delete(long segment) {
    contents.remove(segment);
  }

  @Override
  public long freeOctets() {
    return Long.MAX_VALUE / 2;
  }

  private record MemoryFile(Content content) implements SegmentFile {
    @Override
    public long size() {
      synchronized (content) {
        return content.now.length;
      }
    }

    @Override
    public void read(ByteBuffer into, long position) {
      synchronized (content) {
        int from = (int) Math.min(position, content.now.length);
        into.put(content.now, from, Math.min(into.remaining(), content.now.length - from));
      }
    }

    @Override
    public void write(ByteBuffer from, long position) {
      synchronized (content) {
        int end = (int) position + from.remaining();
        if (end > content.now.length) {
          content.now = Arrays.copyOf(content.now, end);
        } else {
          content.now = content.now.clone();
        }
        from.get(content.now, (int) position, from.remaining());
      }
    }

    @Override
    public void sync() {
      synchronized (content) {
        content.synced = content.now;
      }
    }

    @Override
    public void truncate(long size) {
      synchronized (content) {
        content.now = Arrays.copyOf(content.now, (int) size);
        content.synced = Arrays.copyOf(content.synced, (int) Math.min(size, content.synced.length));
      }
    }

    @Override
    public void close() {}
  }
}
