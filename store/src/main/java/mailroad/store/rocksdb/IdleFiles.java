package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of segments that are open to be read while nobody reads them: opening one costs more than reading a small message
 * from it. A reader has its file for itself, since a channel is closed when a task that reads from it is cancelled. Any number
 * of tasks may use it at once.
 */
final class IdleFiles {
  private static final Logger LOG = LoggerFactory.getLogger(IdleFiles.class);
  private static final int KEPT_MAX = 16;

  /** A file, which was opened when so many segments had been deleted. */
  record Opened(long segment, FileChannel channel, long deletions) {}

  private final Deque<Opened> idle = new ArrayDeque<>();
  private long deletions;
  private boolean closed;

  /** How many segments were deleted by now: to be asked before a file is opened. */
  synchronized long deletions() {
    return deletions;
  }

  /** A file of a segment, for one task until it gives it back; empty if none is idle. */
  synchronized Optional<Opened> take(long segment) {
    Iterator<Opened> files = idle.iterator();
    while (files.hasNext()) {
      Opened file = files.next();
      if (file.segment() == segment) {
        files.remove();
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Keeps a file, unless it may be that of a segment that was deleted: its room would not come free. */
  void give(Opened file) throws IOException {
    Optional<Opened> tooMany = kept(file);
    if (tooMany.isPresent()) {
      tooMany.get().channel().close();
    }
  }

  private synchronized Optional<Opened> kept(Opened file) {
    if (closed || file.deletions() != deletions || !file.channel().isOpen()) {
      return Optional.of(file);
    }
    idle.addFirst(file);
    return idle.size() > KEPT_MAX ? Optional.of(idle.removeLast()) : Optional.empty();
  }

  /** A segment was deleted: nothing that was opened before is kept any longer. */
  void deleted() {
    closeAll(false);
  }

  void close() {
    closeAll(true);
  }

  private void closeAll(boolean forEver) {
    List<Opened> all;
    synchronized (this) {
      closed |= forEver;
      deletions++;
      all = new ArrayList<>(idle);
      idle.clear();
    }
    for (Opened file : all) {
      try {
        file.channel().close();
      } catch (IOException e) {
        LOG.warn(
            "segment={} not closed cleanly: {}", SegmentLog.name(file.segment()), e.getMessage());
      }
    }
  }
}
