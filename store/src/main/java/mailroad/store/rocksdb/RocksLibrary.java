package mailroad.store.rocksdb;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB's native library, loaded once by a process. Where no folder of {@code java.library.path} has it, it is unpacked
 * into the folder of a store, and its file is gone again as soon as it is loaded: RocksDB itself would put it under
 * another name each time into the folder for temporary files, and leave it there when the process is killed. Killed while it
 * loads, this leaves one file, which the next start writes over.
 */
final class RocksLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(RocksLibrary.class);
  private static final ReentrantLock LOCK = new ReentrantLock();

  /** A process has a library, or has it not: this is no state of ours. */
  private static final AtomicBoolean LOADED = new AtomicBoolean();

  private RocksLibrary() {}

  /**
   * Loads it, if that has not been done.
   *
   * @param folder that belongs to one store, and to nobody else
   */
  static void load(Path folder) {
    LOCK.lock();
    try {
      if (!LOADED.get()) {
        if (isProvided() || !unpacked(folder)) {
          RocksDB.loadLibrary();
        }
        LOADED.set(true);
      }
    } finally {
      LOCK.unlock();
    }
  }

  private static String fileName() {
    return Environment.getJniLibraryFileName("rocksdb");
  }

  private static boolean isProvided() {
    return List.of(System.getProperty("java.library.path", "").split(File.pathSeparator)).stream()
        .anyMatch(folder -> Files.isRegularFile(Path.of(folder, fileName())));
  }

  /** As {@link RocksDB#loadLibrary(List)} of version 11 calls it: with one "jni" more than all others do. */
  private static String sought() {
    return Environment.getJniLibraryFileName("rocksdbjni");
  }

  /** Whether it is loaded from the folder; else RocksDB may know better, such as where no program may be in that folder. */
  private static boolean unpacked(Path folder) {
    Path there = folder.toAbsolutePath();
    Path file = there.resolve(sought());
    try (InputStream library = RocksDB.class.getResourceAsStream("/" + fileName())) {
      if (library == null) {
        return false;
      }
      Files.deleteIfExists(file);
      Files.createFile(file, RocksFolder.ownerOnlyFile(folder));
      try {
        Files.write(file, library.readAllBytes());
        RocksDB.loadLibrary(List.of(there.toString()));
        return true;
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UnsatisfiedLinkError e) {
      LOG.info("event=library-not-unpacked file={} reason=\"{}\"", file, e.getMessage());
      return false;
    }
  }
}
