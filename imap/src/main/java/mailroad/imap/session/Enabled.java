package mailroad.imap.session;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.imap.syntax.NameForm;

/** What the client has switched on (RFC 5161 section 3.1); nothing is ever switched off again. Used by one session's task. */
final class Enabled {
  /** What can be switched on. */
  enum Feature {
    /** RFC 9051: UTF-8 everywhere, no {@code \Recent}, ESEARCH in place of SEARCH. */
    IMAP4REV2("IMAP4rev2"),
    /** RFC 6855 section 3. */
    UTF8_ACCEPT("UTF8=ACCEPT"),
    /** RFC 7162 section 3.1: modseqs are told. */
    CONDSTORE("CONDSTORE"),
    /** RFC 7162 section 3.2: VANISHED in place of EXPUNGE. */
    QRESYNC("QRESYNC"),
    /** RFC 9586: messages are named by UIDs alone. */
    UIDONLY("UIDONLY"),
    /** RFC 5464 section 4.4.2: METADATA is told unasked, of the selected mailbox and of the server. */
    METADATA("METADATA"),
    /** The same of the server alone. */
    METADATA_SERVER("METADATA-SERVER");

    private final String word;

    Feature(String word) {
      this.word = word;
    }

    /** As ENABLE and CAPABILITY name it. */
    String word() {
      return word;
    }

    static Optional<Feature> parse(String word) {
      for (Feature feature : values()) {
        if (feature.word.equalsIgnoreCase(word)) {
          return Optional.of(feature);
        }
      }
      return Optional.empty();
    }
  }

  private final Set<Feature> features = EnumSet.noneOf(Feature.class);

  /** Switches on what is known of these words, and gives what was off before. */
  List<Feature> enable(List<String> words) {
    List<Feature> fresh = new ArrayList<>();
    for (String word : words) {
      Feature.parse(word).filter(this::enable).ifPresent(fresh::add);
    }
    return fresh;
  }

  /** Switches it on, with what it implies; whether it was off before. */
  boolean enable(Feature feature) {
    if (feature == Feature.QRESYNC) {
      features.add(Feature.CONDSTORE); // RFC 7162 section 3.2.3
    }
    return features.add(feature);
  }

  boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** Whether the session speaks IMAP4rev2 rather than IMAP4rev1. */
  boolean isRev2() {
    return has(Feature.IMAP4REV2);
  }

  /** Whether quoted strings may have UTF-8: RFC 9051 section 4.3, RFC 6855 section 3. */
  boolean isUtf8() {
    return isRev2() || has(Feature.UTF8_ACCEPT);
  }

  /** Whether modseqs are told with flags. */
  boolean tellsModSeqs() {
    return has(Feature.CONDSTORE);
  }

  /** Whether messages that are gone are told by their UIDs. */
  boolean tellsVanished() {
    return has(Feature.QRESYNC) || isUidOnly();
  }

  /** Whether message numbers are neither told nor taken: RFC 9586 section 3. */
  boolean isUidOnly() {
    return has(Feature.UIDONLY);
  }

  /** How mailbox names are written now. */
  NameForm names() {
    return isUtf8() ? NameForm.UTF_8 : NameForm.MODIFIED_UTF_7;
  }

  /** Forgets everything, as for another user of the same connection. */
  void clear() {
    features.clear();
  }
}
