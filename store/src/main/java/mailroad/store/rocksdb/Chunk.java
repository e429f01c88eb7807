package mailroad.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import mailroad.store.BlobId;

/**
 * A piece of a blob, as it stands in a segment:
 *
 * <pre>
 *  0  4 octets  "MRch"
 *  4  4         CRC-32C of all that follows
 *  8 16         blob
 * 24  4         number of the piece in the blob, from 0
 * 28  4         how many octets of content follow
 * 32  n         content
 * </pre>
 *
 * @param octets the content, to be read up to {@code length}
 */
record Chunk(BlobId blob, int number, byte[] octets, int length) {
  static final int HEADER_OCTETS = 32;

  /** More than any configuration allows: what says that it is longer is damaged. */
  static final int LENGTH_MAX = 16 << 20;

  private static final int MAGIC = 0x4D526368;
  private static final int CHECKED_FROM = 8;

  /** What a chunk says of itself before its content is read. */
  record Header(BlobId blob, int number, int length, int checksum) {}

  /** How much room it takes. */
  int octetsInSegment() {
    return HEADER_OCTETS + length;
  }

  /** Writes the chunk into a buffer that has room for it. */
  void put(ByteBuffer into) {
    int start = into.position();
    into.putInt(MAGIC).putInt(0);
    into.put(HexFormat.of().parseHex(blob.value())).putInt(number).putInt(length);
    into.put(octets, 0, length);
    ByteBuffer checked = into.duplicate();
    checked.position(start + CHECKED_FROM).limit(into.position());
    into.putInt(start + Integer.BYTES, checksum(checked));
  }

  /** Reads a header; empty if there is none, or only part of one. */
  static Optional<Header> header(ByteBuffer from) {
    if (from.remaining() < HEADER_OCTETS || from.getInt() != MAGIC) {
      return Optional.empty();
    }
    int checksum = from.getInt();
    byte[] blob = new byte[16];
    from.get(blob);
    int number = from.getInt();
    int length = from.getInt();
    return number >= 0 && length >= 0 && length <= LENGTH_MAX
        ? Optional.of(
            new Header(new BlobId(HexFormat.of().formatHex(blob)), number, length, checksum))
        : Optional.empty();
  }

  /** Reads a chunk with its content; empty if it is damaged or not whole. */
  static Optional<Chunk> read(ByteBuffer from) {
    Optional<Header> header = checked(from);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    int length = header.get().length();
    byte[] octets = new byte[length];
    from.get(octets);
    return Optional.of(new Chunk(header.get().blob(), header.get().number(), octets, length));
  }

  /**
   * Reads the header of a chunk that is whole, checks its content, and leaves the buffer there; empty if it is damaged or not
   * whole.
   */
  static Optional<Header> checked(ByteBuffer from) {
    ByteBuffer checked = from.duplicate();
    Optional<Header> header = header(from);
    if (header.isEmpty() || from.remaining() < header.get().length()) {
      return Optional.empty();
    }
    checked
        .limit(checked.position() + HEADER_OCTETS + header.get().length())
        .position(checked.position() + CHECKED_FROM);
    return header.filter(it -> checksum(checked) == it.checksum());
  }

  private static int checksum(ByteBuffer octets) {
    CRC32C checksum = new CRC32C();
    checksum.update(octets);
    return (int) checksum.getValue();
  }
}
