package mailroad.imap.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How mailbox names go over the wire. */
public enum NameForm {
  /** RFC 3501 section 5.1.3: until the client has switched on something better. */
  MODIFIED_UTF_7 {
    @Override
    public String encode(String name) {
      return ModifiedUtf7.encode(name);
    }

    @Override
    public Optional<String> decode(String text) {
      return ModifiedUtf7.decode(text);
    }
  },
  /** RFC 9051 section 5.1 and RFC 6855 section 3: as they are. */
  UTF_8 {
    @Override
    public String encode(String name) {
      return name;
    }

    @Override
    public Optional<String> decode(String text) {
      boolean wrong = text.indexOf('\uFFFD') >= 0; // was no UTF-8
      return wrong ? Optional.empty() : Optional.of(text);
    }
  };

  /** The name as it goes over the wire; what is not ASCII goes in UTF-8. */
  public abstract String encode(String name);

  /** The name that came; empty if it is written wrongly. */
  public abstract Optional<String> decode(String text);

  /** Whether these octets are right UTF-8. */
  public static boolean isUtf8(byte[] octets) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(octets));
      return true;
    } catch (java.nio.charset.CharacterCodingException e) {
      return false;
    }
  }
}
