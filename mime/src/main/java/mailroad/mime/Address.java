package mailroad.mime;

/** One item of an address list (RFC 5322 section 3.4), in the order that it was written in. */
public sealed interface Address {
  /**
   * A mailbox.
   *
   * @param name display name, or where there is none, a comment behind the address; encoded words stay as
   *     they are; empty if there is none
   * @param route obsolete source route (RFC 5322 section 4.4), such as {@code @a.example,@b.example};
   *     nearly always empty
   * @param localPart unquoted; whatever stood there if it is no address at all
   * @param domain name or literal as written; empty if there is none
   */
  record Mailbox(String name, String route, String localPart, String domain) implements Address {}

  /** A group begins; the mailboxes up to {@link GroupEnd} belong to it. */
  record GroupStart(String name) implements Address {}

  /** The group ends. */
  record GroupEnd() implements Address {}
}
