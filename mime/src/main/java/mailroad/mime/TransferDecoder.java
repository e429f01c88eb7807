package mailroad.mime;

import java.util.Arrays;

/**
 * Decodes a body piece by piece, to the same octets as {@link TransferEncoding#decode} would all at once. Used by one
 * task, for one body.
 */
final class TransferDecoder {
  /** What may have to wait for more octets: an escape, or a soft line break with blanks that came in on the way. */
  private static final int HELD_OCTETS_MAX = 84;

  private final TransferEncoding encoding;
  private byte[] held = new byte[0];

  TransferDecoder(TransferEncoding encoding) {
    this.encoding = encoding;
  }

  /** What more octets stand for, as far as it can be known before those that follow. */
  byte[] more(byte[] coded, int length) {
    byte[] all = Arrays.copyOf(held, held.length + length);
    System.arraycopy(coded, 0, all, held.length, length);
    int known =
        switch (encoding) {
          case IDENTITY, UNKNOWN -> all.length;
          case BASE64 -> knownOfBase64(all);
          case QUOTED_PRINTABLE -> knownOfQuotedPrintable(all);
        };
    held = Arrays.copyOfRange(all, known, all.length);
    byte[] clear = Arrays.copyOf(all, known);
    return encoding == TransferEncoding.QUOTED_PRINTABLE
        ? TransferEncoding.quotedPrintable(clear, false)
        : encoding.decode(clear);
  }

  /** What the last octets stand for. */
  byte[] end() {
    byte[] last = encoding.decode(held);
    held = new byte[0];
    return last;
  }

  /** Up to a place where a group of four ends: padding does so too, and what is no base64 does not count. */
  private static int knownOfBase64(byte[] all) {
    int known = 0;
    int digits = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '=') {
        digits = 0;
      } else if (TransferEncoding.base64Value(all[i]) >= 0) {
        digits = (digits + 1) % 4;
      }
      if (digits == 0) {
        known = i + 1;
      }
    }
    return known;
  }

  /** Up to an equals sign of which the meaning is not clear yet. */
  private static int knownOfQuotedPrintable(byte[] all) {
    for (int i = all.length - 1; i >= Math.max(0, all.length - HELD_OCTETS_MAX); i--) {
      if (all[i] == '=') {
        return isOpen(all, i + 1) ? i : all.length;
      }
    }
    return all.length;
  }

  private static boolean isOpen(byte[] all, int from) {
    int left = all.length - from;
    if (left == 0 || left == 1 && Character.digit(all[from], 16) >= 0) {
      return true;
    }
    int at = from;
    while (at < all.length && (all[at] == ' ' || all[at] == '\t')) {
      at++;
    }
    return at == all.length || at == all.length - 1 && all[at] == '\r';
  }
}
