package mailroad.guard.report.received;

import java.time.Duration;
import java.util.List;
import mailroad.kernel.EmailAddress;

/**
 * Aggregate reports of DMARC that others send to us (RFC 7489 section 7.2, RFC 9990).
 *
 * @param read whether they are read and summed up
 * @param readAt addresses here where all mail is taken for such a report, such as {@code dmarc@example.org}; mail that looks
 *     like one is read at the addresses that the domain's own record names as well
 * @param vouchedOnly whether only those reports count whose mail DKIM or SPF vouches for, of the domain in its From field
 * @param packedOctetsMax largest report that is read, as it comes
 * @param unpackedOctetsMax largest report that is read, once unpacked
 * @param ratioMax how much larger a report may become by unpacking
 * @param rowsReadMax most rows of a report that is read; one with more is left
 * @param rowsMax most kinds of messages that are kept of a report, those with the most messages first
 * @param receivedMax most reports that are kept
 * @param perSenderMax most reports that are kept from senders in one domain, and of those that nobody vouches for
 * @param keptFor how long reports are kept, by the end of the time that they are about
 */
public record ReceivedConfig(
    boolean read,
    List<String> readAt,
    boolean vouchedOnly,
    int packedOctetsMax,
    int unpackedOctetsMax,
    int ratioMax,
    int rowsReadMax,
    int rowsMax,
    int receivedMax,
    int perSenderMax,
    Duration keptFor) {
  /** Reads what our domains ask for, and keeps it for a quarter. */
  public static final ReceivedConfig DEFAULT =
      new ReceivedConfig(
          true,
          List.of(),
          true,
          2 << 20,
          20 << 20,
          200,
          30_000,
          200,
          10_000,
          2_500,
          Duration.ofDays(90));

  /** Checks the bounds. */
  public ReceivedConfig {
    for (String address : readAt) {
      require(
          EmailAddress.parse(address).isPresent(),
          "read-at must be mail addresses, not \"%s\"".formatted(address));
    }
    require(packedOctetsMax >= 1024, "packed-octets-max must be at least 1024");
    require(
        unpackedOctetsMax >= packedOctetsMax && unpackedOctetsMax <= 100_000_000,
        "unpacked-octets-max must be at least packed-octets-max and at most 100000000");
    require(ratioMax >= 2, "ratio-max must be at least 2");
    require(rowsReadMax >= 1 && rowsReadMax <= 100_000, "rows-read-max must be from 1 to 100000");
    require(rowsMax >= 1 && rowsMax <= 200, "rows-max must be from 1 to 200");
    require(receivedMax >= 1, "received-max must be at least 1");
    require(perSenderMax >= 1, "per-sender-max must be at least 1");
    require(keptFor.compareTo(Duration.ofDays(2)) >= 0, "kept-for must be at least 2d");
    readAt = List.copyOf(readAt);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
