package mailroad.store.rocksdb;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The files of the segments: all that the log asks of a disk, so that tests can put a bad one under it. */
interface SegmentFiles extends Closeable {
  /** The segments that there are, lowest first. */
  List<Long> list() throws IOException;

  /** Makes a file that is there after a crash too. */
  SegmentFile create(long segment) throws IOException;

  /** Opens a file to append to it. */
  SegmentFile append(long segment) throws IOException;

  /**
   * Opens a file to read from it, for one task.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  SegmentFile read(long segment) throws IOException;

  /** Removes a file, if it is there. */
  void delete(long segment) throws IOException;

  /** How much room is left. */
  long freeOctets() throws IOException;

  /** Lets go of what it keeps open for readers. */
  @Override
  default void close() {}

  /** An open file. */
  interface SegmentFile extends Closeable {
    /** The size in octets. */
    long size() throws IOException;

    /** Reads until the buffer is full or the file ends. */
    void read(ByteBuffer into, long position) throws IOException;

    /** Writes all that is in the buffer. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Returns when all that was written is on disk. */
    void sync() throws IOException;

    /** Cuts the file off. */
    void truncate(long size) throws IOException;
  }
}
