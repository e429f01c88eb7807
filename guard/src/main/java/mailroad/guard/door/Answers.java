package mailroad.guard.door;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.AddressRange;

/**
 * Which answers of a DNS list mean that it lists what it was asked about (RFC 5782 section 2.3).
 *
 * @param spans any of them; none for the usual ones
 */
record Answers(List<Span> spans) {
  private static final Span LOOPBACK = new Span(0x7f000000L, 0x7fffffffL);

  /** What lists answer who asks too much, or in the wrong way. */
  private static final Span ERRORS = new Span(0x7fffff00L, 0x7fffffffL);

  /** Addresses from the first to the last. */
  record Span(long first, long last) {
    boolean has(long address) {
      return first <= address && address <= last;
    }
  }

  /**
   * Reads the answers of a configuration.
   *
   * @throws IllegalArgumentException naming the first that is none
   */
  static Answers parse(List<String> texts) {
    List<Span> spans = new ArrayList<>();
    for (String text : texts) {
      spans.add(
          span(text)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "answers: \"%s\" is no IPv4 address, range or network".formatted(text))));
    }
    return new Answers(List.copyOf(spans));
  }

  private static Optional<Span> span(String text) {
    int dash = text.indexOf('-');
    if (dash > 0) {
      Optional<Long> first = AddressRange.address(text.substring(0, dash)).flatMap(Answers::number);
      Optional<Long> last = AddressRange.address(text.substring(dash + 1)).flatMap(Answers::number);
      return first.isPresent() && last.isPresent() && first.get() <= last.get()
          ? Optional.of(new Span(first.get(), last.get()))
          : Optional.empty();
    }
    return AddressRange.parse(text)
        .flatMap(range ->
            number(range.network())
                .map(number -> {
                  long mask = range.bits() == 0 ? 0 : -1L << (32 - range.bits()) & 0xffffffffL;
                  return new Span(number & mask, number & mask | ~mask & 0xffffffffL);
                }));
  }

  private static Optional<Long> number(InetAddress address) {
    if (!(address instanceof Inet4Address)) {
      return Optional.empty();
    }
    long number = 0;
    for (byte octet : address.getAddress()) {
      number = number << 8 | octet & 0xff;
    }
    return Optional.of(number);
  }

  /** Whether this answer says that something is listed. */
  boolean counts(InetAddress answer) {
    long number = number(answer).orElse(-1L);
    if (!LOOPBACK.has(number)) {
      return false; // RFC 5782 section 2.3: a domain that somebody else has taken over
    }
    return spans.isEmpty()
        ? !ERRORS.has(number)
        : spans.stream().anyMatch(span -> span.has(number));
  }

  /** Whether this answer says that the list does not answer us. */
  static boolean isError(InetAddress answer) {
    return ERRORS.has(number(answer).orElse(-1L));
  }
}
