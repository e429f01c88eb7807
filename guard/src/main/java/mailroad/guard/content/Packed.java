package mailroad.guard.content;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One file in a zip archive.
 *
 * @param method how it is packed: 0 not at all, 8 deflated; others are not read here
 * @param encrypted whether it needs a password
 * @param packed octets that it takes in the archive
 * @param size octets that it says to become
 * @param at where its octets begin; -1 if the archive does not have them
 */
record Packed(String name, int method, boolean encrypted, long packed, long size, long at) {
  private static final Charset DOS = Charset.forName("IBM437");
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  static String name(byte[] octets, boolean utf8) {
    return new String(octets, utf8 ? StandardCharsets.UTF_8 : DOS);
  }

  boolean isFolder() {
    return name.endsWith("/") && size == 0;
  }

  /** Whether its octets can be had. */
  boolean readable() {
    return !encrypted && at >= 0 && (method == STORED || method == DEFLATED);
  }

  /** Its first octets; less than there are if it is damaged. */
  byte[] first(byte[] archive, int max) {
    int from = (int) Math.min(at, archive.length);
    int length = (int) Math.min(packed, archive.length - from);
    return method == STORED
        ? Arrays.copyOfRange(archive, from, from + Math.min(length, max))
        : inflated(archive, from, length, max);
  }

  /** The first octets that a deflated range becomes (RFC 1951). */
  static byte[] inflated(byte[] octets, int from, int length, int max) {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(octets, from, length);
      byte[] out = new byte[Math.min(max, 16_384)];
      int n = 0;
      while (n < max && !inflater.finished()) {
        if (n == out.length) {
          out = Arrays.copyOf(out, (int) Math.min(max, out.length * 2L));
        }
        int got = inflater.inflate(out, n, out.length - n);
        if (got == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        n += got;
      }
      return Arrays.copyOf(out, n);
    } catch (DataFormatException e) {
      return new byte[0]; // damaged: whoever unpacks it gets nothing either
    }
  }
}
