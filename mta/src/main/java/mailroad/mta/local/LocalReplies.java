package mailroad.mta.local;

import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;

/** What is said of recipients whose domain is here and who get nothing, or nothing now. */
public final class LocalReplies {
  /** Nobody has the address. */
  public static final Reply NOBODY = new Reply(550, "5.1.1", "No such mailbox here");

  /** Somebody has it, and no room. */
  public static final Reply NO_ROOM_NOW = new Reply(452, "4.2.2", "The mailbox is full");

  /** Aliases lead back to where they came from, or on without end. */
  public static final Reply CIRCLE =
      new Reply(554, "5.4.6", "The address is forwarded in a circle");

  private LocalReplies() {}

  /** Of one address that nobody has, to the client that names it. */
  public static Reply nobody(EmailAddress address) {
    return new Reply(550, "5.1.1", "<%s>: no such mailbox here".formatted(address));
  }
}
