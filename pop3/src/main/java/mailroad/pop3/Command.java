package mailroad.pop3;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import mailroad.wire.Line;

/** What a client asks for. Reading is total: whatever is no command is {@link Bad}. */
sealed interface Command {
  /** RFC 1939 section 7. */
  record User(String name) implements Command {}

  /** RFC 1939 section 7. The password may hold spaces. */
  record Pass(String password) implements Command {
    @Override
    public String toString() {
      return "Pass[...]";
    }
  }

  /** RFC 5034 section 4; the response is the initial one, {@code =} for an empty one. */
  record Auth(String mechanism, Optional<String> response) implements Command {
    @Override
    public String toString() {
      return "Auth[" + mechanism + "]";
    }
  }

  /** AUTH alone: older clients ask so for the mechanisms. */
  record AuthList() implements Command {}

  /** RFC 2595 section 4. */
  record Stls() implements Command {}

  /** RFC 2449 section 5. */
  record Capa() implements Command {}

  /** RFC 6856 section 2.1. */
  record Utf8() implements Command {}

  /** RFC 6856 section 3.1; all languages if none is named. */
  record Lang(Optional<String> language) implements Command {}

  /** RFC 1939 sections 5 and 6. */
  record Quit() implements Command {}

  /** RFC 1939 section 5. */
  record Stat() implements Command {}

  /** RFC 1939 section 5; all messages if there is no number. */
  record Listing(OptionalInt number) implements Command {}

  /** RFC 1939 section 7; all messages if there is no number. */
  record Uidl(OptionalInt number) implements Command {}

  /** RFC 1939 section 5. */
  record Retr(int number) implements Command {}

  /** RFC 1939 section 7. */
  record Top(int number, int lines) implements Command {}

  /** RFC 1939 section 5. */
  record Dele(int number) implements Command {}

  /** RFC 1939 section 5. */
  record Noop() implements Command {}

  /** RFC 1939 section 5. */
  record Rset() implements Command {}

  /** Not a command, or not in its form; {@code why} is for the client. */
  record Bad(String why) implements Command {}

  /** Reads a line. */
  static Command parse(Line line) {
    if (line.ending() != Line.Ending.CRLF) {
      return new Bad("lines end with CRLF");
    }
    for (byte octet : line.octets()) {
      if (octet >= 0 && octet < ' ' || octet == 127) {
        return new Bad("control characters are not taken");
      }
    }
    return parse(line.text());
  }

  private static Command parse(String line) {
    int space = line.indexOf(' ');
    String keyword = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    String rest = space < 0 ? "" : line.substring(space + 1);
    return switch (keyword) {
      case "USER" -> rest.isEmpty() ? new Bad("USER needs a name") : new User(rest);
      case "PASS" -> rest.isEmpty() ? new Bad("PASS needs a password") : new Pass(rest);
      case "AUTH" -> auth(rest);
      case "STLS" -> alone(keyword, rest, Stls::new);
      case "CAPA" -> alone(keyword, rest, Capa::new);
      case "UTF8" -> alone(keyword, rest, Utf8::new);
      case "LANG" ->
          new Lang(rest.isEmpty() ? Optional.empty() : Optional.of(rest.toLowerCase(Locale.ROOT)));
      case "QUIT" -> alone(keyword, rest, Quit::new);
      case "STAT" -> alone(keyword, rest, Stat::new);
      case "NOOP" -> alone(keyword, rest, Noop::new);
      case "RSET" -> alone(keyword, rest, Rset::new);
      case "LIST" ->
          rest.isEmpty()
              ? new Listing(OptionalInt.empty())
              : numbered(keyword, rest, n -> new Listing(OptionalInt.of(n)));
      case "UIDL" ->
          rest.isEmpty()
              ? new Uidl(OptionalInt.empty())
              : numbered(keyword, rest, n -> new Uidl(OptionalInt.of(n)));
      case "RETR" -> numbered(keyword, rest, Retr::new);
      case "DELE" -> numbered(keyword, rest, Dele::new);
      case "TOP" -> top(rest);
      case "APOP" -> new Bad("APOP is not offered");
      default -> new Bad("unknown command");
    };
  }

  private static Command auth(String rest) {
    String[] words = rest.split(" ", -1);
    if (rest.isEmpty()) {
      return new AuthList();
    }
    if (words.length > 2 || words[0].isEmpty()) {
      return new Bad("AUTH takes a mechanism and at most one response");
    }
    Optional<String> response = words.length == 2 ? Optional.of(words[1]) : Optional.empty();
    return new Auth(words[0].toUpperCase(Locale.ROOT), response);
  }

  private static Command alone(String keyword, String rest, Supplier<Command> command) {
    return rest.isEmpty() ? command.get() : new Bad(keyword + " takes no argument");
  }

  private static Command numbered(String keyword, String rest, IntFunction<Command> command) {
    OptionalInt number = number(rest);
    return number.isPresent() && number.getAsInt() > 0
        ? command.apply(number.getAsInt())
        : new Bad(keyword + " takes a message number");
  }

  private static Command top(String rest) {
    String[] words = rest.split(" ", -1);
    OptionalInt number = number(words[0]);
    OptionalInt lines = words.length == 2 ? number(words[1]) : OptionalInt.empty();
    return number.isPresent() && number.getAsInt() > 0 && lines.isPresent()
        ? new Top(number.getAsInt(), lines.getAsInt())
        : new Bad("TOP takes a message number and a number of lines");
  }

  /** One to nine digits. */
  private static OptionalInt number(String text) {
    boolean digits =
        !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }
}
