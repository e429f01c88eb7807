package mailroad.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The mailboxes of an account as one would write them down with no store, no crash and nobody else. */
final class Model {
  record Mail(String text, Flags flags) {}

  static final class Folder {
    final TreeMap<Long, Mail> mails = new TreeMap<>();
    long uidNext = 1;
    long recentFrom = 1;

    long append(String text, Flags flags) {
      mails.put(uidNext, new Mail(text, flags));
      return uidNext++;
    }

    List<Long> present(UidSet uids) {
      return mails.keySet().stream().filter(uids::contains).toList();
    }

    void store(UidSet uids, FlagChange change) {
      present(uids)
          .forEach(uid ->
              mails.computeIfPresent(
                  uid, (_, mail) -> new Mail(mail.text(), change.applyTo(mail.flags()))));
    }

    UidSet expunge(UidSet uids, boolean onlyDeleted) {
      List<Long> gone =
          present(uids).stream()
              .filter(uid -> !onlyDeleted || mails.get(uid).flags().has(Flag.DELETED))
              .toList();
      mails.keySet().removeAll(gone);
      return UidSet.of(gone);
    }

    List<Copied.Pair> copy(UidSet uids, Folder to, boolean move) {
      List<Copied.Pair> pairs = new ArrayList<>();
      for (long uid : present(uids)) {
        Mail mail = mails.get(uid);
        if (move) {
          mails.remove(uid);
        }
        pairs.add(new Copied.Pair(uid, to.append(mail.text(), mail.flags())));
      }
      return pairs;
    }

    UidSet claimRecent() {
      boolean any = mails.lastEntry() != null && mails.lastKey() >= recentFrom;
      UidSet claimed = any ? UidSet.range(recentFrom, uidNext - 1) : UidSet.NONE;
      recentFrom = any ? uidNext : recentFrom;
      return claimed;
    }

    long count(Flag flag) {
      return mails.values().stream().filter(mail -> mail.flags().has(flag)).count();
    }
  }

  final Map<String, Folder> folders = new HashMap<>();

  Folder folder(String name) {
    return folders.computeIfAbsent(name, _ -> new Folder());
  }
}
