package mailroad.mime;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/** Character sets by the names that mail gives them. */
public final class Charsets {
  private Charsets() {}

  /** The character set of this name, if the JDK has it. */
  public static Optional<Charset> named(String name) {
    String key = name.strip().toLowerCase(Locale.ROOT);
    switch (key) {
      // Text that says ASCII and is not is nearly always UTF-8 or what Windows wrote.
      case "us-ascii", "ascii", "ansi_x3.4-1968", "utf8", "utf-8" -> {
        return Optional.of(StandardCharsets.UTF_8);
      }
      case "iso-8859-8-i", "iso-8859-8-e" -> key = "iso-8859-8"; // RFC 1556
      case "ks_c_5601-1987", "ks_c_5601" -> key = "x-windows-949";
      case "gb2312", "x-gbk" -> key = "gbk"; // a superset, as it is used
      case "cp-850" -> key = "ibm850";
      default -> {}
    }
    try {
      return Optional.of(Charset.forName(key));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // an empty name
    }
  }
}
