package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Segments as files of a folder, named by their number in 16 hexadecimal digits.
 *
 * <p>A reader opens the file for itself: a channel that is shared would be closed for all when one task that
 * reads is cancelled.
 */
final class DiskFiles implements SegmentFiles {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})\\.segment");

  private final Path folder;
  private final FileStore disk;

  DiskFiles(Path folder) throws IOException {
    this.folder = folder;
    this.disk = Files.getFileStore(folder);
  }

  @Override
  public List<Long> list() throws IOException {
    List<Long> segments = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          segments.add(Long.parseLong(name.group(1), 16));
        }
      }
    }
    segments.sort(null);
    return segments;
  }

  @Override
  public SegmentFile create(long segment) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file(segment),
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            RocksFolder.ownerOnlyFile(folder));
    try {
      syncFolder();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new DiskFile(channel);
  }

  @Override
  public SegmentFile append(long segment) throws IOException {
    return new DiskFile(
        FileChannel.open(file(segment), StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  @Override
  public SegmentFile read(long segment) throws IOException {
    return new DiskFile(FileChannel.open(file(segment), StandardOpenOption.READ));
  }

  @Override
  public void delete(long segment) throws IOException {
    Files.deleteIfExists(file(segment));
  }

  @Override
  public long freeOctets() throws IOException {
    return disk.getUsableSpace();
  }

  private Path file(long segment) {
    return folder.resolve(SegmentLog.name(segment) + ".segment");
  }

  /** Without this, a crash of the machine may forget that the file exists. */
  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private record DiskFile(FileChannel channel) implements SegmentFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
      long at = position;
      while (into.hasRemaining()) {
        int read = channel.read(into, at);
        if (read < 0) {
          return;
        }
        at += read;
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      long at = position;
      while (from.hasRemaining()) {
        at += channel.write(from, at);
      }
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
