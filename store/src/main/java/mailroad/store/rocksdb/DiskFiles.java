package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Segments as files of a folder, named by their number in 16 hexadecimal digits.
 *
 * <p>A reader has a file for itself ({@link IdleFiles}).
 */
final class DiskFiles implements SegmentFiles {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})\\.segment");

  private final Path folder;
  private final FileStore disk;
  private final IdleFiles idle = new IdleFiles();

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
    Optional<IdleFiles.Opened> known = idle.take(segment);
    return new Lent(known.isPresent() ? known.get() : opened(segment), idle);
  }

  private IdleFiles.Opened opened(long segment) throws IOException {
    long deletions = idle.deletions();
    return new IdleFiles.Opened(
        segment, FileChannel.open(file(segment), StandardOpenOption.READ), deletions);
  }

  @Override
  public void delete(long segment) throws IOException {
    Files.deleteIfExists(file(segment));
    idle.deleted();
  }

  @Override
  public long freeOctets() throws IOException {
    return disk.getUsableSpace();
  }

  @Override
  public void close() {
    idle.close();
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

  private static void fill(ByteBuffer into, FileChannel channel, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        return;
      }
      at += read;
    }
  }

  /** A file to be read that is given back. */
  private record Lent(IdleFiles.Opened file, IdleFiles home) implements SegmentFile {
    @Override
    public long size() throws IOException {
      return file.channel().size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
      fill(into, file.channel(), position);
    }

    @Override
    public void write(ByteBuffer from, long position) {
      throw new NonWritableChannelException();
    }

    @Override
    public void sync() {
      throw new NonWritableChannelException();
    }

    @Override
    public void truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public void close() throws IOException {
      home.give(file);
    }
  }

  private record DiskFile(FileChannel channel) implements SegmentFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
      fill(into, channel, position);
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
