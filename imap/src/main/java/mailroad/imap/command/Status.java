package mailroad.imap.command;

import java.util.ArrayList;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * STATUS: RFC 3501 section 6.3.10.
 *
 * @param items in the order that they were asked for, at least one
 */
public record Status(MailboxArgument mailbox, java.util.List<Item> items)
    implements Command.AfterLogin {
  /** A number of a mailbox. */
  public enum Item {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    /** RFC 9051 section 6.3.11: messages with {@code \Deleted}. */
    DELETED,
    /** RFC 7162 section 3.1.7: the highest modseq. */
    HIGHESTMODSEQ,
    /** RFC 8474 section 4.3: names the mailbox for ever. */
    MAILBOXID,
    /** RFC 8438 section 2: octets of all messages. */
    SIZE,
    /** RFC 9208 section 4.1.4: octets of those with {@code \Deleted}. */
    DELETED_STORAGE,
    /** RFC 7889 section 4: the largest message that APPEND takes. */
    APPENDLIMIT;

    /** As the protocol writes it. */
    public String word() {
      return name().replace('_', '-');
    }
  }

  /** The list does not change. */
  public Status {
    items = java.util.List.copyOf(items);
  }

  static Status parse(Input input) throws Malformed {
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    input.space();
    return new Status(mailbox, items(input));
  }

  /** What is asked for, in parentheses, each once. */
  static java.util.List<Item> items(Input input) throws Malformed {
    java.util.List<Item> items = new ArrayList<>();
    input.need('(');
    do {
      items.add(item(input.word()));
    } while (input.take(' '));
    input.need(')');
    return items.stream().distinct().toList();
  }

  private static Item item(String word) throws Malformed {
    for (Item item : Item.values()) {
      if (item.word().equals(word)) {
        return item;
      }
    }
    throw new Malformed("unknown status item");
  }
}
