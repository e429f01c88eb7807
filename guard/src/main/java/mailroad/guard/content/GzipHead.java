package mailroad.guard.content;

import java.nio.charset.StandardCharsets;

/**
 * What stands before and behind the octets of a gzip file (RFC 1952 section 2.3).
 *
 * @param name of the file that was packed; empty if it does not say
 * @param end where the packed octets begin
 * @param size what the file says to become, modulo 2 to the 32
 */
record GzipHead(String name, int end, long size) {
  private static final int CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  static GzipHead of(byte[] gzip) {
    int flags = gzip.length > 3 ? gzip[3] : 0;
    int at = Math.min(10, gzip.length);
    if ((flags & EXTRA) != 0 && at + 2 <= gzip.length) {
      at = Math.min(gzip.length, at + 2 + (gzip[at] & 0xFF | (gzip[at + 1] & 0xFF) << 8));
    }
    String name = "";
    if ((flags & NAME) != 0) {
      int end = zero(gzip, at);
      name = new String(gzip, at, end - at, StandardCharsets.ISO_8859_1);
      at = Math.min(gzip.length, end + 1);
    }
    if ((flags & COMMENT) != 0) {
      at = Math.min(gzip.length, zero(gzip, at) + 1);
    }
    if ((flags & CRC) != 0) {
      at = Math.min(gzip.length, at + 2);
    }
    return new GzipHead(name, at, size(gzip));
  }

  private static int zero(byte[] gzip, int from) {
    int at = from;
    while (at < gzip.length && gzip[at] != 0) {
      at++;
    }
    return at;
  }

  private static long size(byte[] gzip) {
    long size = 0;
    for (int i = gzip.length - 1; i >= Math.max(0, gzip.length - 4); i--) {
      size = size << 8 | gzip[i] & 0xFF;
    }
    return size;
  }
}
