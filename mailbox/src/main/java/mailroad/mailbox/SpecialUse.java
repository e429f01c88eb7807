package mailroad.mailbox;

import java.util.Locale;
import java.util.Optional;

/** What a mailbox is for (RFC 6154 section 2). */
public enum SpecialUse {
  /** Messages that are kept. */
  ARCHIVE("\\Archive"),
  /** Messages that are being written. */
  DRAFTS("\\Drafts"),
  /** Messages that have a flag that marks them. */
  FLAGGED("\\Flagged"),
  /** Unwanted mail. */
  JUNK("\\Junk"),
  /** Copies of what was sent. */
  SENT("\\Sent"),
  /** Messages that were thrown away. */
  TRASH("\\Trash");

  private final String attribute;

  SpecialUse(String attribute) {
    this.attribute = attribute;
  }

  /** The attribute as LIST writes it, such as {@code \Sent}. */
  public String attribute() {
    return attribute;
  }

  /** Reads {@code \Sent} and the like, in any case; empty for {@code \All} too, which is not offered. */
  public static Optional<SpecialUse> parse(String attribute) {
    for (SpecialUse use : values()) {
      if (use.attribute.toLowerCase(Locale.ROOT).equals(attribute.toLowerCase(Locale.ROOT))) {
        return Optional.of(use);
      }
    }
    return Optional.empty();
  }
}
