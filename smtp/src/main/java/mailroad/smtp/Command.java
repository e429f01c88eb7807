package mailroad.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A command line as a client sent it (RFC 5321 section 4.1.1). Parsing is total: it never throws. */
public sealed interface Command
    permits Auth,
        Bdat,
        Data,
        Ehlo,
        Etrn,
        Expn,
        Foreign,
        Helo,
        Help,
        Lhlo,
        MailFrom,
        Malformed,
        Noop,
        Quit,
        RcptTo,
        Rset,
        StartTls,
        Vrfy,
        XClient {

  /**
   * Verbs of other protocols: what a browser can be made to send (ALPACA), and the header of a proxy that is not
   * known as one here.
   */
  Set<String> FOREIGN_VERBS =
      Set.of(
          "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PRI", "PROXY", "PUT",
          "TRACE");

  /** Reads a line, its CRLF taken off. */
  static Command parse(byte[] line) {
    if (line.length == 0) {
      return new Malformed(Replies.EMPTY_LINE);
    }
    if (!isLetter(line[0])) {
      return new Foreign();
    }
    for (byte octet : line) {
      if (octet >= 0 && octet < ' ' || octet == 127) {
        return new Malformed(Replies.CONTROL_CHARACTER);
      }
    }
    return decode(line).map(Command::parse).orElse(new Malformed(Replies.NOT_UTF8));
  }

  /** Reads a line that has no control characters. */
  static Command parse(String line) {
    // RFC 5321 section 4.1.1: white space at the end is to be put up with.
    String[] words = line.stripTrailing().split(" ", 2);
    String argument = words.length == 2 ? words[1].strip() : "";
    String verb = words[0].toUpperCase(Locale.ROOT);
    return switch (verb) {
      case "EHLO" -> Ehlo.parse(argument);
      case "HELO" -> Helo.parse(argument);
      case "MAIL" -> MailFrom.parse(argument);
      case "RCPT" -> RcptTo.parse(argument);
      case "DATA" -> alone(new Data(), argument);
      case "RSET" -> alone(new Rset(), argument);
      case "NOOP" -> new Noop();
      case "QUIT" -> alone(new Quit(), argument);
      case "VRFY" -> Vrfy.parse(argument);
      case "EXPN" -> Expn.parse(argument);
      case "HELP" -> new Help();
      case "STARTTLS" -> alone(new StartTls(), argument);
      case "AUTH" -> Auth.parse(argument);
      case "BDAT" -> Bdat.parse(argument);
      case "LHLO" -> Lhlo.parse(argument);
      case "ETRN" -> Etrn.parse(argument);
      case "XCLIENT" -> XClient.parse(argument);
      case "ATRN", "SAML", "SEND", "SOML", "TURN" -> new Malformed(Replies.NOT_IMPLEMENTED);
      default -> isForeign(verb) ? new Foreign() : new Malformed(Replies.UNKNOWN_COMMAND);
    };
  }

  private static Command alone(Command command, String argument) {
    return argument.isEmpty() ? command : new Malformed(Replies.NO_PARAMETERS);
  }

  /** HTTP, or a header field of whatever protocol. */
  private static boolean isForeign(String verb) {
    return FOREIGN_VERBS.contains(verb) || verb.endsWith(":");
  }

  private static boolean isLetter(byte octet) {
    int c = octet | 32;
    return c >= 'a' && c <= 'z';
  }

  private static Optional<String> decode(byte[] line) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
