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
    /** RFC 8438 section 2: octets of all messages. */
    SIZE
  }

  /** The list does not change. */
  public Status {
    items = java.util.List.copyOf(items);
  }

  static Status parse(Input input) throws Malformed {
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    input.space();
    input.need('(');
    java.util.List<Item> items = new ArrayList<>();
    do {
      items.add(item(input.word()));
    } while (input.take(' '));
    input.need(')');
    return new Status(mailbox, items.stream().distinct().toList());
  }

  private static Item item(String word) throws Malformed {
    for (Item item : Item.values()) {
      if (item.name().equals(word)) {
        return item;
      }
    }
    throw new Malformed("unknown status item");
  }
}
