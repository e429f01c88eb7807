package mailroad.imap.session;

import java.util.List;
import java.util.StringJoiner;
import mailroad.imap.command.Status;
import mailroad.mailbox.Mailbox;
import mailroad.store.StoreException;

/** The numbers of a mailbox as STATUS tells them (RFC 9051 section 7.3.4). */
final class StatusText {
  private StatusText() {}

  /** The items in parentheses, in the order that they were asked for. */
  static String items(Mailbox mailbox, List<Status.Item> items, Responses out)
      throws StoreException {
    mailroad.mailbox.Status status = mailbox.status();
    StringJoiner text = new StringJoiner(" ", "(", ")");
    for (Status.Item item : items) {
      text.add(item.word() + " " + value(mailbox, status, item, out));
    }
    return text.toString();
  }

  private static String value(
      Mailbox mailbox, mailroad.mailbox.Status status, Status.Item item, Responses out) {
    return switch (item) {
      case MESSAGES -> String.valueOf(status.messages());
      case RECENT -> String.valueOf(status.recent());
      case UIDNEXT -> String.valueOf(status.uidNext());
      case UIDVALIDITY -> String.valueOf(status.uidValidity());
      case UNSEEN -> String.valueOf(status.unseen());
      case DELETED -> String.valueOf(status.deleted());
      case HIGHESTMODSEQ -> String.valueOf(status.modseq());
      case MAILBOXID -> "(" + mailbox.id() + ")";
      case SIZE -> String.valueOf(status.octets());
      case DELETED_STORAGE -> String.valueOf(status.deletedOctets());
      case APPENDLIMIT -> String.valueOf(out.appendLimit());
    };
  }
}
