package mailroad.store.engine;

import java.util.Arrays;
import java.util.HexFormat;
import mailroad.store.BlobId;
import mailroad.store.Key;

/**
 * The kinds of keys in the one map of an embedded engine: each begins with the letter of its kind, and the
 * rest is made of tuples (see {@link Key}), of blob ids as 16 octets, and of the keys that callers use.
 */
enum Family {
  /** Caller's key: version in eight octets, then the value. */
  ENTRY('e'),
  /** (queue), caller's id: a QueueItemRecord. */
  ITEM('i'),
  /** (queue, lane, ready), or (queue, ready) for an item in no lane, then caller's id: nothing. */
  READY('t'),
  /** (queue, owner), caller's id: nothing; there while the owner has a claim. */
  CLAIMED('o'),
  /** Blob id: a BlobRecord. */
  BLOB('b'),
  /** Blob id, caller's key: nothing; there while the reference stands. */
  REFERENCE('r'),
  /** (finished), blob id: nothing; there if a sweep is to look whether the blob is still needed. */
  LOOSE('l'),
  /** (segment): a SegmentRecord. */
  SEGMENT('s'),
  /** (name): what the store knows of itself. */
  META('m');

  private static final int BLOB_ID_OCTETS = 16;

  private final byte letter;

  Family(char letter) {
    this.letter = (byte) letter;
  }

  /** The key of this family made of these pieces. */
  byte[] key(byte[]... pieces) {
    int length = 1;
    for (byte[] piece : pieces) {
      length += piece.length;
    }
    byte[] key = new byte[length];
    key[0] = letter;
    int at = 1;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, key, at, piece.length);
      at += piece.length;
    }
    return key;
  }

  /** Where the family ends. */
  byte[] end() {
    return new byte[] {(byte) (letter + 1)};
  }

  /** What follows the letter and a prefix of this length. */
  static byte[] rest(byte[] key, int prefixOctets) {
    return Arrays.copyOfRange(key, 1 + prefixOctets, key.length);
  }

  /** A tuple. */
  static byte[] tuple(Object... parts) {
    return Key.of(parts).encoded();
  }

  static byte[] octets(BlobId blob) {
    return HexFormat.of().parseHex(blob.value());
  }

  /** The blob id that stands at the end of a key. */
  static BlobId blobAtEnd(byte[] key) {
    return new BlobId(HexFormat.of().formatHex(key, key.length - BLOB_ID_OCTETS, key.length));
  }
}
