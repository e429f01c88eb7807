package mailroad.sasl;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.StringPrep;
import com.ibm.icu.text.StringPrepParseException;
import java.text.Normalizer;

/** Forms in which the same password is the same octets, whatever it was typed on. */
public final class PasswordForm {
  private PasswordForm() {}

  /** The form of RFC 8265 section 4.2 (OpaqueString), by which whole passwords are compared. */
  public static String opaque(String password) {
    if (isAscii(password)) {
      return password;
    }
    StringBuilder spaces = new StringBuilder(password.length());
    password
        .codePoints()
        .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
        .forEach(spaces::appendCodePoint);
    return Normalizer.normalize(spaces, Normalizer.Form.NFC);
  }

  /** Whether RFC 8265 section 4.2.1 allows a password: it is not empty, and nothing in it is unassigned or invisible. */
  public static boolean isOpaque(String password) {
    return !password.isEmpty() && password.codePoints().allMatch(PasswordForm::isFreeform);
  }

  /** RFC 8264 section 4.3: what may stand in free text. */
  private static boolean isFreeform(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
          false;
      default -> !UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    };
  }

  /**
   * The form of RFC 4013 (SASLprep), which SCRAM asks for. Where that allows no form, the text as it is: clients that do
   * not prepare at all then still agree with us.
   */
  static String saslPrepared(String text) {
    if (isAscii(text)) {
      return text;
    }
    try {
      return StringPrep.getInstance(StringPrep.RFC4013_SASLPREP)
          .prepare(text, StringPrep.ALLOW_UNASSIGNED);
    } catch (StringPrepParseException e) {
      return text;
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
