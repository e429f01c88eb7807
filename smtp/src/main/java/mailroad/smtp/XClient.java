package mailroad.smtp;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mailroad.kernel.AddressRange;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;

/**
 * XCLIENT, as Postfix and its friends say it: a proxy that spoke with the client before tells who that is. Whether it
 * may is for the server to know. What is left out, or {@code [UNAVAILABLE]}, is empty.
 *
 * @param name the client's name, as found by its address
 * @param address where the client connected from
 * @param port and its port there
 * @param esmtp whether it said EHLO rather than HELO
 * @param helo what it said there
 * @param login the account that it authenticated as
 * @param destination where it connected to
 * @param destinationPort and the port there
 */
public record XClient(
    Optional<String> name,
    Optional<InetAddress> address,
    OptionalInt port,
    Optional<Boolean> esmtp,
    Optional<String> helo,
    Optional<EmailAddress> login,
    Optional<InetAddress> destination,
    OptionalInt destinationPort)
    implements Command {
  /** What stands behind the keyword in the answer to EHLO. */
  public static final String ATTRIBUTES = "NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT";

  private static final Reply SYNTAX =
      new Reply(501, "5.5.4", "Syntax: XCLIENT attribute=value ...; known are " + ATTRIBUTES);
  private static final Reply BAD_VALUE = new Reply(501, "5.5.4", "Bad XCLIENT attribute value");

  /** One whose value is there and cannot be read. */
  private static final class BadValueException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  static Command parse(String argument) {
    Map<String, String> given = new HashMap<>();
    for (String word : argument.split(" +")) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? "" : word.substring(0, equals).toUpperCase(Locale.ROOT);
      if (key.isEmpty()
          || !(" " + ATTRIBUTES + " ").contains(" " + key + " ")
          || given.put(key, word.substring(equals + 1)) != null) {
        return new Malformed(SYNTAX);
      }
    }
    try {
      return of(given);
    } catch (BadValueException e) {
      return new Malformed(BAD_VALUE);
    }
  }

  private static XClient of(Map<String, String> given) {
    return new XClient(
        text(given, "NAME").map(name -> read(HelloName.parse(name))),
        address(given, "ADDR"),
        port(given, "PORT"),
        text(given, "PROTO").map(XClient::isEsmtp),
        text(given, "HELO").map(name -> read(HelloName.parse(name))),
        text(given, "LOGIN").map(name -> read(EmailAddress.parse(name))),
        address(given, "DESTADDR"),
        port(given, "DESTPORT"));
  }

  private static Optional<String> text(Map<String, String> given, String key) {
    Optional<String> coded =
        Optional.ofNullable(given.get(key))
            .filter(value -> !value.isEmpty())
            .filter(value -> !value.equalsIgnoreCase("[UNAVAILABLE]"))
            .filter(value -> !value.equalsIgnoreCase("[TEMPUNAVAIL]"));
    return coded.map(value -> read(Xtext.decode(value)));
  }

  private static Optional<InetAddress> address(Map<String, String> given, String key) {
    return text(given, key)
        .map(text -> text.regionMatches(true, 0, "IPV6:", 0, 5) ? text.substring(5) : text)
        .map(text -> read(AddressRange.address(text)));
  }

  private static OptionalInt port(Map<String, String> given, String key) {
    return text(given, key)
        .map(text -> {
          boolean fine = text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535;
          return read(fine ? Optional.of(Integer.valueOf(text)) : Optional.empty());
        })
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private static boolean isEsmtp(String proto) {
    return switch (proto.toUpperCase(Locale.ROOT)) {
      case "ESMTP" -> true;
      case "SMTP" -> false;
      default -> throw new BadValueException();
    };
  }

  private static <T> T read(Optional<T> value) {
    return value.orElseThrow(BadValueException::new);
  }
}
