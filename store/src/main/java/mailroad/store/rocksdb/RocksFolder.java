package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import mailroad.store.StoreException;

/**
 * The folder of a store, locked for this process: {@code keys} holds the database, {@code content} the segments.
 * Only the owner may enter it (mode 700), so what RocksDB makes in it is the owner's alone too.
 */
final class RocksFolder implements RocksStore.Part {
  private final Path path;
  private final FileChannel lock;

  private RocksFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder if it is not there, and locks it.
   *
   * @throws StoreException if another store has it open, in this process or another
   */
  static RocksFolder open(Path path) throws StoreException {
    try {
      Path folder = Files.createDirectories(path.toAbsolutePath());
      restrict(folder);
      for (String part : Set.of("keys", "content")) {
        restrict(Files.createDirectories(folder.resolve(part)));
      }
      return new RocksFolder(folder, lock(folder));
    } catch (IOException e) {
      throw Failures.of("cannot use the folder " + path, e);
    }
  }

  Path keys() {
    return path.resolve("keys");
  }

  Path content() {
    return path.resolve("content");
  }

  @Override
  public void close() throws StoreException {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StoreException("cannot unlock " + path, e);
    }
  }

  /** Attributes of a new file that only its owner may read, where the file system has such. */
  static FileAttribute<?>[] ownerOnlyFile(Path folder) {
    return hasPermissions(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static FileChannel lock(Path folder) throws IOException, StoreException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            ownerOnlyFile(folder));
    boolean locked = false;
    try {
      FileLock held = channel.tryLock();
      locked = held != null;
    } catch (OverlappingFileLockException e) {
      throw inUse(folder);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw inUse(folder);
    }
    return channel;
  }

  private static StoreException inUse(Path folder) {
    return new StoreException(
        "the store %s is in use: is the server running already?".formatted(folder));
  }

  private static void restrict(Path folder) throws IOException {
    if (hasPermissions(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static boolean hasPermissions(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
