package mailroad.guard.path;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import mailroad.mime.FieldDate;

/**
 * A trace field (RFC 5321 section 4.4): what a server says of how it got a message. Reading is total; what is not said is
 * empty.
 *
 * @param from as which the client introduced itself
 * @param reverse the client's name by DNS, as servers put it into the comment
 * @param address the client's address, from the comment or the name
 * @param by the server that wrote the field
 * @param with the protocol, such as {@code ESMTPS}
 * @param id that the server gave the message
 * @param recipient whom it was for
 * @param at when
 */
public record ReceivedField(
    String from,
    String reverse,
    Optional<InetAddress> address,
    String by,
    String with,
    String id,
    String recipient,
    Optional<Instant> at) {

  /** Reads an unfolded value. */
  public static ReceivedField parse(String value) {
    // RFC 5322 section 3.6.7: the date stands behind the last semicolon.
    int semicolon = value.lastIndexOf(';');
    String clauses = semicolon < 0 ? value : value.substring(0, semicolon);
    Optional<Instant> at =
        semicolon < 0
            ? Optional.empty()
            : FieldDate.parse(value.substring(semicolon + 1)).map(date -> date.toInstant());
    return new ReceivedReader(clauses).read(at);
  }

  /** Whether it has nothing by which one could tell who got it from whom. */
  public boolean saysNothing() {
    return by.isEmpty() && from.isEmpty();
  }
}
