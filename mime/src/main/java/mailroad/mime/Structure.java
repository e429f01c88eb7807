package mailroad.mime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The MIME structure of a message: a tree of {@linkplain Part parts} with the places of all (RFC 2045,
 * 2046). The message is read once from front to back in pieces, never held whole; every message has a
 * structure, however broken it is.
 *
 * @param root the message itself
 * @param cut whether {@link MimeLimits} left parts or fields out
 */
public record Structure(Part root, boolean cut) {
  /** The structure of a message in memory. */
  public static Structure of(byte[] message) {
    try {
      return read(Octets.of(message), MimeLimits.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /**
   * Reads the structure of a message.
   *
   * @throws IOException if the machine fails
   */
  public static Structure read(Octets message, MimeLimits limits) throws IOException {
    return new StructureReader(message, limits).read();
  }

  /**
   * The part that IMAP numbers so (RFC 3501 section 6.4.5): {@code 1} is the first part of a multipart
   * and the body itself of anything else; numbers go on through the message that a part encloses.
   *
   * @param numbers from 1 on; empty for the message itself
   */
  public Optional<Part> part(List<Integer> numbers) {
    Part at = root;
    boolean inside = true; // whether the next number counts within `at`, or `at` is itself a part
    for (int number : numbers) {
      if (!inside && at.content() instanceof Part.Content.Message(var enclosed)) {
        at = enclosed;
        inside = true;
      }
      if (at.content() instanceof Part.Content.Parts(var parts)) {
        if (number < 1 || number > parts.size()) {
          return Optional.empty();
        }
        at = parts.get(number - 1);
      } else if (number != 1 || !inside) {
        return Optional.empty();
      }
      inside = false;
    }
    return Optional.of(at);
  }
}
