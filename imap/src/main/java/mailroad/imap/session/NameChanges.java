package mailroad.imap.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;

/** What has become of names between two looks at them: RFC 5465 section 5.4. A pure decision. */
final class NameChanges {
  private NameChanges() {}

  /** One change. */
  sealed interface Change {
    /** The name that it is about. */
    MailboxName name();

    /** A mailbox that was not there. */
    record Came(MailboxName name) implements Change {}

    /** A mailbox that had another name. */
    record Renamed(MailboxName name, MailboxName before) implements Change {}

    /** A mailbox that is no longer there. */
    record Went(MailboxName name) implements Change {}
  }

  static List<Change> between(
      SortedMap<MailboxName, Mailbox> before, SortedMap<MailboxName, Mailbox> after) {
    Map<Long, MailboxName> names = new HashMap<>();
    before.forEach((name, mailbox) -> names.put(mailbox.uidValidity(), name));
    List<Change> changes = new ArrayList<>();
    Map<Long, MailboxName> now = new HashMap<>();
    after.forEach((name, mailbox) -> now.put(mailbox.uidValidity(), name));
    before.forEach((name, mailbox) -> {
      if (!now.containsKey(mailbox.uidValidity()) && !after.containsKey(name)) {
        changes.add(new Change.Went(name));
      }
    });
    after.forEach((name, mailbox) -> {
      MailboxName old = names.get(mailbox.uidValidity());
      if (old == null) {
        changes.add(new Change.Came(name));
      } else if (!old.equals(name)) {
        changes.add(new Change.Renamed(name, old));
      }
    });
    return changes;
  }
}
