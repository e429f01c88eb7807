package mailroad.mailauth.spf;

import java.util.List;
import java.util.Optional;

/**
 * A record as RFC 7208 section 4.6 has it.
 *
 * @param directives in their order
 * @param redirect the domain whose record counts if none matches (RFC 7208 section 6.1)
 * @param explanation the name of the text that explains a failure (RFC 7208 section 6.2)
 */
record SpfRecord(
    List<Directive> directives, Optional<MacroString> redirect, Optional<MacroString> explanation) {
  /** The record's list does not change. */
  SpfRecord {
    directives = List.copyOf(directives);
  }

  /** What a text is. */
  sealed interface Reading {}

  /** A record. */
  record Sound(SpfRecord record) implements Reading {}

  /** A record that breaks the grammar. */
  record Broken(String reason) implements Reading {}

  /** RFC 7208 section 4.5: whether a text is meant to be a record of SPF. */
  static boolean isMeant(String text) {
    String version = "v=spf1";
    return text.regionMatches(true, 0, version, 0, version.length())
        && (text.length() == version.length() || text.charAt(version.length()) == ' ');
  }

  /** Reads a text that is {@linkplain #isMeant meant} to be a record. */
  static Reading read(String text) {
    try {
      return new Sound(new RecordReader().read(text.substring("v=spf1".length())));
    } catch (MalformedException e) {
      return new Broken(String.valueOf(e.getMessage()));
    }
  }
}
