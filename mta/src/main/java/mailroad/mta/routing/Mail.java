package mailroad.mta.routing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.mime.Header;

/**
 * What a route may depend on besides the recipient. At RCPT less is known than when the message is whole: a route
 * that depends on what is not known yet is passed over, and decided upon again at the end of the data.
 *
 * @param account who handed the message in; empty for what came from elsewhere
 * @param octets its size
 * @param header its header section
 * @param released whether somebody let it go on that a route had stopped: no route stops it again
 */
public record Mail(
    ReversePath sender,
    Optional<EmailAddress> account,
    OptionalLong octets,
    Optional<Header> header,
    boolean released) {
  /** A message of which only the sender is known. */
  public static Mail from(ReversePath sender) {
    return new Mail(sender, Optional.empty(), OptionalLong.empty(), Optional.empty(), false);
  }

  /** The same, from another sender. */
  public Mail with(ReversePath other) {
    return new Mail(other, account, octets, header, released);
  }

  /** The same, from that account. */
  public Mail by(Optional<EmailAddress> other) {
    return new Mail(sender, other, octets, header, released);
  }

  /** The same, of that size. */
  public Mail sized(OptionalLong other) {
    return new Mail(sender, account, other, header, released);
  }

  /** The same, with that header section. */
  public Mail with(Optional<Header> other) {
    return new Mail(sender, account, octets, other, released);
  }

  /** The same with a header section of these lines, unknown if there are none. */
  public Mail withFields(List<String> lines) {
    String head = String.join("\r\n", lines) + "\r\n\r\n";
    return with(
        lines.isEmpty()
            ? Optional.empty()
            : Optional.of(Header.of(head.getBytes(StandardCharsets.UTF_8))));
  }

  /** The same, on its way out of the queue. */
  public Mail asReleased() {
    return new Mail(sender, account, octets, header, true);
  }
}
