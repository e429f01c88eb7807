package mailroad.smtp.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.smtp.Auth;
import mailroad.smtp.Replies;

/**
 * An AUTH exchange (RFC 4954 section 4), as a function from lines to lines: PLAIN (RFC 4616), and LOGIN,
 * which no RFC has and every client speaks.
 */
sealed interface Sasl {
  /** The client is asked for more. */
  sealed interface Asking extends Sasl {
    /** What stands behind 334, in base64. */
    String challenge();
  }

  /** PLAIN without an initial response. */
  record AskPlain() implements Asking {
    @Override
    public String challenge() {
      return "";
    }
  }

  /** LOGIN asks for the name. */
  record AskName() implements Asking {
    @Override
    public String challenge() {
      return "VXNlcm5hbWU6"; // Username:
    }
  }

  /** LOGIN asks for the password. */
  record AskPassword(String name) implements Asking {
    @Override
    public String challenge() {
      return "UGFzc3dvcmQ6"; // Password:
    }
  }

  /** Name and password, to be checked. */
  record Given(String login, String password) implements Sasl {
    @Override
    public String toString() {
      return "Given[" + login + "]";
    }
  }

  /** It came to nothing. */
  record Failed(Reply reply) implements Sasl {}

  /** Begins with the command. */
  static Sasl begin(Auth auth) {
    return switch (auth.mechanism()) {
      case "PLAIN" -> initial(new AskPlain(), auth.initial());
      case "LOGIN" -> initial(new AskName(), auth.initial());
      default -> new Failed(Replies.UNKNOWN_MECHANISM);
    };
  }

  private static Sasl initial(Asking asking, Optional<String> response) {
    // RFC 4954 section 4: "=" is a response of no octets.
    return response.map(said -> answer(asking, said.equals("=") ? "" : said)).orElse(asking);
  }

  /** Goes on with what the client answered. */
  static Sasl answer(Asking asking, String line) {
    if (line.equals("*")) {
      return new Failed(Replies.LOGIN_CANCELLED);
    }
    Optional<String> decoded = decode(line);
    if (decoded.isEmpty()) {
      return new Failed(Replies.BAD_LOGIN_RESPONSE);
    }
    String said = decoded.get();
    return switch (asking) {
      case AskPlain() -> plain(said);
      case AskName() -> hasNul(said) ? malformed() : new AskPassword(said);
      case AskPassword(var name) -> hasNul(said) ? malformed() : new Given(name, said);
    };
  }

  /** RFC 4616 section 2: {@code [authzid] NUL authcid NUL passwd}. */
  private static Sasl plain(String message) {
    String[] parts = message.split("\0", -1);
    if (parts.length != 3 || parts[1].isEmpty()) {
      return malformed();
    }
    // Nobody acts for another here.
    return parts[0].isEmpty() || parts[0].equals(parts[1])
        ? new Given(parts[1], parts[2])
        : new Failed(Replies.LOGIN_DENIED);
  }

  private static Sasl malformed() {
    return new Failed(Replies.BAD_LOGIN_RESPONSE);
  }

  private static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }

  private static Optional<String> decode(String base64) {
    try {
      byte[] octets = Base64.getDecoder().decode(base64);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
