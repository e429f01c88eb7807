package mailroad.smtp.client;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import mailroad.kernel.Reply;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;

/**
 * What the other side offers, by its answer to EHLO (RFC 5321 section 4.1.1.1).
 *
 * @param keywords in upper case, without their parameters; empty after HELO
 * @param size the largest content taken (RFC 1870); empty if no limit was named
 * @param limits its bounds, as far as it tells them (RFC 9422)
 * @param mechanisms of AUTH, in upper case (RFC 4954)
 */
public record Extensions(
    Set<String> keywords, OptionalLong size, Limits limits, Set<String> mechanisms) {
  /** What may be assumed of a server that knows HELO alone. */
  public static final Extensions NONE =
      new Extensions(Set.of(), OptionalLong.empty(), Limits.NONE, Set.of());

  /** The record's sets do not change. */
  public Extensions {
    keywords = Set.copyOf(keywords);
    mechanisms = Set.copyOf(mechanisms);
  }

  /** Reads the answer to EHLO; what cannot be read is passed over. */
  static Extensions parse(Reply ehlo) {
    Set<String> keywords = new HashSet<>();
    Set<String> mechanisms = new HashSet<>();
    OptionalLong size = OptionalLong.empty();
    Limits limits = Limits.NONE;
    for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
      // "AUTH=PLAIN LOGIN" is how servers wrote it before RFC 2554.
      String[] words =
          line.strip().toUpperCase(Locale.ROOT).replaceFirst("^AUTH=", "AUTH ").split("\\s+");
      keywords.add(words[0]);
      if (words[0].equals("AUTH")) {
        mechanisms.addAll(Arrays.asList(words).subList(1, words.length));
      } else if (words[0].equals("SIZE") && words.length > 1) {
        size = number(words[1]);
      } else if (words[0].equals("LIMITS")) {
        limits = Limits.parse(words);
      }
    }
    return new Extensions(keywords, size, limits, mechanisms);
  }

  /** RFC 1870 section 4: zero, or none, is no fixed limit. */
  private static OptionalLong number(String digits) {
    return digits.matches("[0-9]{1,18}") && !digits.matches("0+")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  /** Whether an extension is offered, by its keyword in upper case. */
  public boolean offers(String keyword) {
    return keywords.contains(keyword);
  }

  /**
   * Why this server cannot take such a message, in the words of a reply that it might give; empty if
   * nothing is known to stand against it.
   */
  public Optional<Reply> obstacle(Envelope envelope, long octets) {
    if (size.isPresent() && octets > size.getAsLong()) {
      return Optional.of(
          new Reply(
              552,
              "5.3.4",
              "The next hop takes %d octets at most, the message has %d"
                  .formatted(size.getAsLong(), octets)));
    }
    if (needsUtf8(envelope) && !offers("SMTPUTF8")) {
      return Optional.of(new Reply(550, "5.6.7", "The next hop does not offer SMTPUTF8"));
    }
    if (!takes(envelope.parameters().body())) {
      return Optional.of(
          new Reply(
              554, "5.6.3", "The next hop does not offer 8BITMIME, and the message is 8-bit"));
    }
    return Optional.empty();
  }

  /** Whether content of that kind can go there as it is; otherwise it must be converted (RFC 6152, RFC 3030). */
  public boolean takes(Body body) {
    return switch (body) {
      case SEVEN_BIT -> true;
      case EIGHT_BIT -> offers("8BITMIME");
      case BINARY -> offers("CHUNKING") && offers("BINARYMIME");
    };
  }

  /** Whether SMTPUTF8 must be said for it (RFC 6531 section 3.4). */
  static boolean needsUtf8(Envelope envelope) {
    return envelope.parameters().utf8()
        || envelope.sender().mailbox().filter(a -> a.needsUtf8()).isPresent()
        || envelope.recipients().stream().anyMatch(r -> r.address().needsUtf8());
  }
}
