package mailroad.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The mechanisms of AUTH (RFC 5034). */
enum Sasl {
  /** RFC 4616: all in one response. */
  PLAIN {
    @Override
    List<String> challenges() {
      return List.of("");
    }

    @Override
    Optional<Credentials> credentials(List<String> responses) {
      String[] parts = responses.getFirst().split("\0", -1);
      boolean complete = parts.length == 3 && !parts[1].isEmpty() && !parts[2].isEmpty();
      // RFC 4616 section 2: the first part is whom to act for; here everybody acts for himself
      // alone.
      boolean himself = complete && (parts[0].isEmpty() || parts[0].equals(parts[1]));
      return himself ? Optional.of(new Credentials(parts[1], parts[2])) : Optional.empty();
    }
  },

  /** Never made a standard, and still what some clients know: the name, then the password. */
  LOGIN {
    @Override
    List<String> challenges() { // "Username:" and "Password:"
      return List.of("VXNlcm5hbWU6", "UGFzc3dvcmQ6");
    }

    @Override
    Optional<Credentials> credentials(List<String> responses) {
      String login = responses.getFirst();
      String password = responses.getLast();
      return login.isEmpty() || password.isEmpty()
          ? Optional.empty()
          : Optional.of(new Credentials(login, password));
    }
  };

  /** The mechanism of a name in upper case. */
  static Optional<Sasl> named(String name) {
    return Arrays.stream(values()).filter(sasl -> sasl.name().equals(name)).findFirst();
  }

  /** All names, for CAPA. */
  static Stream<String> names() {
    return Arrays.stream(values()).map(Sasl::name);
  }

  /** What the client is asked, in Base64, one for each response. */
  abstract List<String> challenges();

  /** What the responses say; empty if they are not in the mechanism's form. */
  abstract Optional<Credentials> credentials(List<String> responses);

  /** The text in a response; empty if it is not Base64 of UTF-8. */
  static Optional<String> decode(String response) {
    try {
      byte[] octets = Base64.getDecoder().decode(response);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
