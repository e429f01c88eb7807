package mailroad.guard.path;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.mime.Header;

/**
 * The way of a message: what is known here, and below it what is claimed.
 *
 * @param client who handed it over, empty if it was made on this machine
 * @param hello as which it introduced itself; empty if it did not
 * @param arrived when
 * @param claimed the trace fields as they came, the latest first
 */
record Chain(
    Optional<InetAddress> client, String hello, Instant arrived, List<ReceivedField> claimed) {
  /** The record's list does not change. */
  Chain {
    claimed = List.copyOf(claimed);
  }

  /** The fields of a header section as it came, the latest first. */
  static List<ReceivedField> claims(Header header) {
    return header.all("Received").stream().map(f -> ReceivedField.parse(f.value())).toList();
  }
}
