package mailroad.mta.intake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mailroad.kernel.EmailAddress;
import mailroad.mime.Field;
import mailroad.mta.intake.Rewriter.Change;

/**
 * Writes the addresses in header fields anew. Only an address's own characters change: names, comments, quotes and
 * folding stay as they came, and so does an address that is written with quotes. One pass, pure.
 */
final class FieldRewriter {
  /** RFC 5322 section 2.1.1. */
  private static final int LINE_OCTETS_MAX = 998;

  private final Rewriter rewriter;
  private final RewritingConfig config;

  FieldRewriter(Rewriter rewriter, RewritingConfig config) {
    this.rewriter = rewriter;
    this.config = config;
  }

  /** The octets of a field as they are to stand in the message. */
  byte[] rewrite(Field field) {
    byte[] octets = field.octets();
    if (isIn(config.senderFields(), field)) {
      return rewrite(octets, rewriter::sender);
    }
    return isIn(config.recipientFields(), field) ? rewrite(octets, rewriter::recipient) : octets;
  }

  private static boolean isIn(List<String> names, Field field) {
    return names.stream().anyMatch(field::is);
  }

  private static byte[] rewrite(byte[] octets, Function<EmailAddress, Optional<Change>> rule) {
    // Octet for character: nothing that is not understood is changed.
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    StringBuilder out = new StringBuilder(text.length() + 32);
    int at = text.indexOf(':') + 1;
    out.append(text, 0, at);
    while (at < text.length()) {
      int end = endOfPiece(text, at);
      String piece = text.substring(at, end);
      out.append(
          EmailAddress.parse(piece)
              .flatMap(rule)
              .map(change -> change.to().toString())
              .orElse(piece));
      at = end;
    }
    boolean fits = out.toString().lines().allMatch(line -> line.length() <= LINE_OCTETS_MAX);
    return fits ? out.toString().getBytes(StandardCharsets.ISO_8859_1) : octets;
  }

  /** Where what begins here ends: a quoted string, a comment, a run of characters of addresses, or one other. */
  private static int endOfPiece(String text, int at) {
    char c = text.charAt(at);
    if (c == '"') {
      return endOfQuoted(text, at);
    }
    if (c == '(') {
      return endOfComment(text, at);
    }
    int end = at;
    while (end < text.length() && isOfAddress(text.charAt(end))) {
      end++;
    }
    return Math.max(end, at + 1);
  }

  private static int endOfQuoted(String text, int at) {
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i + 1;
      }
    }
    return text.length();
  }

  private static int endOfComment(String text, int at) {
    int depth = 0;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  /** RFC 5322 section 3.2.3: atext, with the dots and the at that join it; ASCII alone. */
  private static boolean isOfAddress(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.@".indexOf(c) >= 0);
  }
}
