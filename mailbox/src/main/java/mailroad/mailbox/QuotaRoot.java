package mailroad.mailbox;

import java.util.List;

/**
 * Something that has a quota (RFC 9208 section 3): an account, by its address, or a domain, as {@code @b.example}.
 *
 * @param name how it is called
 * @param uses what it holds of each resource that is limited
 */
public record QuotaRoot(String name, List<Use> uses) {
  /** The record's list does not change. */
  public QuotaRoot {
    uses = List.copyOf(uses);
  }

  /** What can be limited: RFC 9208 section 5. */
  public enum Resource {
    /** Octets of messages. */
    STORAGE(1_024),
    /** Messages. */
    MESSAGE(1),
    /** Mailboxes, names that only hold others counted. */
    MAILBOX(1),
    /** Octets of annotations. */
    ANNOTATION_STORAGE(1_024);

    private final long unit;

    Resource(long unit) {
      this.unit = unit;
    }

    /** How many of what is counted here are one for IMAP. */
    public long unit() {
      return unit;
    }

    /** As IMAP calls it. */
    public String word() {
      return name().replace('_', '-');
    }
  }

  /**
   * How much of something is used.
   *
   * @param used in octets or pieces
   * @param max how much there may be
   */
  public record Use(Resource resource, long used, long max) {}
}
