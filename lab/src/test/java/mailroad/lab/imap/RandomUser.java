package mailroad.lab.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import mailroad.lab.imap.MailClient.Habit;
import mailroad.lab.imap.Mirror.Numbers;

/** Does what comes to its mind, and knows what must come of it. Used by one task. */
final class RandomUser {
  static final List<String> MAILBOXES = List.of("INBOX", "Work", "Work/Old");
  private static final List<String> FLAGS =
      List.of("\\Seen", "\\Flagged", "\\Deleted", "\\Answered", "$Word");

  private final MailClient client;
  private final SplittableRandom random;

  RandomUser(MailClient client, SplittableRandom random) {
    this.client = client;
    this.random = random;
  }

  MailClient client() {
    return client;
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Does one thing. */
  void act() throws IOException, InterruptedException {
    int what = random.nextInt(20);
    if (client.mailbox().isEmpty() && what > 1) {
      client.select(one(MAILBOXES));
      return;
    }
    switch (what) {
      case 0, 1 -> append();
      case 2, 3, 4 -> store(false);
      case 5, 6 -> store(true);
      case 7 -> client.run("EXPUNGE", Numbers.MAY_CHANGE);
      case 8 -> client.run("UID EXPUNGE " + uids(), Numbers.MAY_CHANGE);
      case 9 -> copy("COPY");
      case 10 -> copy("MOVE");
      case 11 -> fetch();
      case 12 -> search();
      case 13 -> client.run("NOOP", Numbers.MAY_CHANGE);
      case 14 -> client.idle(Duration.ofMillis(random.nextInt(50)));
      case 15 -> client.select(one(MAILBOXES));
      case 16 -> client.reconnect();
      case 17 -> client.unselect(random.nextBoolean());
      case 18 -> names();
      default -> client.learn();
    }
  }

  private void append() throws IOException {
    String flags = random.nextBoolean() ? "(" + one(FLAGS) + ") " : "";
    client.append(one(MAILBOXES), flags);
  }

  /** Numbers make sense only to who knows them, and to nobody whose numbers change at any time. */
  private boolean byUid() {
    return client.habit() == Habit.NOTIFY || random.nextBoolean();
  }

  private String uids() {
    long last = Math.max(1, client.mirror().lastKnownUid());
    long first = 1 + random.nextLong(last);
    return first + ":" + (first + random.nextInt(4));
  }

  private Optional<String> numbers() {
    int size = client.mirror().messages.size();
    if (size == 0) {
      return Optional.empty();
    }
    int first = 1 + random.nextInt(size);
    return Optional.of(first + ":" + Math.min(size, first + random.nextInt(4)));
  }

  private void store(boolean silent) throws IOException {
    boolean uid = byUid();
    Optional<String> set = uid ? Optional.of(uids()) : numbers();
    if (set.isEmpty()) {
      return;
    }
    String sign = one(List.of("+", "-", ""));
    String flag = one(FLAGS);
    boolean conditional = client.habit() == Habit.QRESYNC && random.nextInt(3) == 0;
    String condition = conditional ? " (UNCHANGEDSINCE " + client.mirror().synced() + ")" : "";
    MailClient.Reply reply =
        client.run(
            "%sSTORE %s%s %sFLAGS%s (%s)"
                .formatted(
                    uid ? "UID " : "", set.get(), condition, sign, silent ? ".SILENT" : "", flag),
            uid ? Numbers.MAY_CHANGE : Numbers.MUST_STAY);
    boolean all = reply.isOk() && !reply.line().contains("[MODIFIED");
    if (silent || !all) {
      refresh();
      return;
    }
    if (!uid) {
      mustShow(set.get(), sign, flag);
    }
  }

  /** RFC 9051 section 6.4.6: what was not silent was told. Others may have changed it since, and that was told as well. */
  private void mustShow(String set, String sign, String flag) {
    if (client.habit() == Habit.NOTIFY) {
      return;
    }
    for (long number : Mirror.uids(set)) {
      Mirror.Known message = client.mirror().messages.get((int) number - 1);
      if (!message.hasFlags) {
        throw new AssertionError("STORE " + sign + flag + " told nothing of " + number);
      }
    }
  }

  /** A client that does not know what came of a change asks. */
  private void refresh() throws IOException {
    if (!client.mirror().messages.isEmpty()) {
      client.run("UID FETCH 1:* FLAGS", Numbers.MAY_CHANGE);
    }
  }

  private void copy(String what) throws IOException {
    boolean uid = byUid();
    Optional<String> set = uid ? Optional.of(uids()) : numbers();
    if (set.isPresent()) {
      MailClient.Reply reply =
          client.run(
              (uid ? "UID " : "") + what + " " + set.get() + " " + one(MAILBOXES),
              Numbers.MAY_CHANGE);
      boolean expected =
          reply.isOk()
              || reply.line().contains("[TRYCREATE]")
              || reply.line().contains("[EXPUNGEISSUED]");
      if (!expected) {
        throw new AssertionError(what + ": " + reply.line());
      }
    }
  }

  private void fetch() throws IOException {
    Optional<String> set = numbers();
    if (set.isEmpty() || client.habit() == Habit.NOTIFY) {
      refresh();
      return;
    }
    MailClient.Reply reply = client.run("FETCH " + set.get() + " (UID FLAGS)", Numbers.MUST_STAY);
    Set<Long> told = new TreeSet<>();
    for (String line : reply.untagged()) {
      if (line.matches("\\* \\d+ FETCH \\(.*")) {
        told.add(Long.parseLong(line.split(" ", -1)[1]));
      }
    }
    if (reply.isOk() && !told.containsAll(Mirror.uids(set.get()))) {
      throw new AssertionError("FETCH " + set.get() + " told of " + told);
    }
  }

  /** What it finds are messages that have the flag, as far as the client was told until then. */
  private void search() throws IOException {
    if (client.habit() != Habit.PLAIN && client.habit() != Habit.CONDSTORE) {
      return;
    }
    String flag = one(List.of("flagged", "seen", "deleted"));
    Set<Long> expected = client.mirror().numbersOf("\\" + flag);
    boolean known = client.mirror().messages.stream().allMatch(m -> m.hasFlags);
    MailClient.Reply reply = client.run("SEARCH " + flag, Numbers.MUST_STAY);
    for (String line : reply.untagged()) {
      if (line.startsWith("* SEARCH") && known) {
        Set<Long> found = new TreeSet<>();
        for (String number : line.substring(8).trim().split(" ", -1)) {
          if (!number.isEmpty()) {
            found.add(Long.parseLong(number));
          }
        }
        if (!expected.containsAll(found)) {
          throw new AssertionError("found " + found + ", known " + expected);
        }
      }
    }
  }

  private void names() throws IOException {
    switch (random.nextInt(4)) {
      case 0 -> client.run("DELETE Work/Old", Numbers.MAY_CHANGE);
      case 1 -> client.run("RENAME Work/Old Work/Older", Numbers.MAY_CHANGE);
      case 2 -> client.run("RENAME Work/Older Work/Old", Numbers.MAY_CHANGE);
      default -> client.run("CREATE Work/Old", Numbers.MAY_CHANGE);
    }
  }

  /** Hears all that there is to hear. */
  void settle() throws IOException {
    if (client.mailbox().isPresent()) {
      client.run("NOOP", Numbers.MAY_CHANGE);
      client.learn();
      client.run("NOOP", Numbers.MAY_CHANGE);
      client.checkSubjects();
    }
  }
}
