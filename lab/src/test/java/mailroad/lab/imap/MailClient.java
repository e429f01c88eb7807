package mailroad.lab.imap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.World;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Wire;

/** One connection of a client, which believes what its {@link Mirror} says. Blocks; used by one task. */
final class MailClient {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int LAST_LINES = 60;
  private static final Pattern ENVELOPE =
      Pattern.compile("UID (\\d+) ENVELOPE \\((?:NIL|\"[^\"]*\") \"(\\w+)\"");

  /** How a client likes to be told. */
  enum Habit {
    PLAIN,
    REV2,
    CONDSTORE,
    QRESYNC,
    NOTIFY
  }

  /** A tagged reply and the untagged ones before it. */
  record Reply(String line, List<String> untagged) {
    boolean isOk() {
      return line.startsWith("OK");
    }
  }

  private final World world;
  private final InetSocketAddress server;
  private final Habit habit;
  private final Function<String, List<String>> hearing;
  private final Ledger ledger;
  private final Deque<String> heard = new ArrayDeque<>(); // and not yet looked at
  private final Mirror mirror = new Mirror();
  private final Deque<String> talk = new ArrayDeque<>();
  private Wire wire;
  private int tag;
  private Optional<String> mailbox = Optional.empty();
  private long validity;
  private boolean isSelectedHere; // on this connection

  /**
   * Connects and logs in.
   *
   * @param hearing what it takes each line of the server for, untagged responses alone
   */
  MailClient(
      World world,
      InetSocketAddress server,
      Habit habit,
      Function<String, List<String>> hearing,
      Ledger ledger)
      throws IOException {
    this.world = world;
    this.server = server;
    this.habit = habit;
    this.hearing = hearing;
    this.ledger = ledger;
    this.wire = connect();
  }

  Habit habit() {
    return habit;
  }

  Mirror mirror() {
    return mirror;
  }

  Optional<String> mailbox() {
    return mailbox;
  }

  long validity() {
    return validity;
  }

  /** The last that was said, for people. */
  String talk() {
    return String.join("\n", talk);
  }

  private Wire connect() throws IOException {
    Wire made = new Wire(world, world.network().connect(server, LONG), LONG);
    wire = made;
    isSelectedHere = false;
    read();
    run("LOGIN joe@b.example secret00", Mirror.Numbers.MAY_CHANGE);
    switch (habit) {
      case PLAIN -> {}
      case REV2 -> run("ENABLE IMAP4rev2", Mirror.Numbers.MAY_CHANGE);
      case CONDSTORE -> run("ENABLE CONDSTORE", Mirror.Numbers.MAY_CHANGE);
      case QRESYNC -> run("ENABLE QRESYNC", Mirror.Numbers.MAY_CHANGE);
      case NOTIFY ->
          run(
              "NOTIFY SET (selected (MessageNew (UID FLAGS) MessageExpunge FlagChange))"
                  + " (personal (MessageNew MessageExpunge MailboxName))",
              Mirror.Numbers.MAY_CHANGE);
    }
    return made;
  }

  /** Selects a mailbox; whoever comes back to one and knows QRESYNC asks for what is new. */
  void select(String name) throws IOException {
    boolean again = habit == Habit.QRESYNC && mailbox.filter(name::equals).isPresent();
    boolean resync = again && mirror.synced() > 0;
    String parameters = resync ? " (QRESYNC (%d %d))".formatted(validity, mirror.synced()) : "";
    if (isSelectedHere) {
      mirror.selectAfterClosed(resync);
    } else {
      mirror.beginSelect(resync);
    }
    Reply reply = run("SELECT " + name + parameters, Mirror.Numbers.MAY_CHANGE);
    isSelectedHere = reply.isOk();
    mailbox = reply.isOk() ? Optional.of(name) : Optional.empty();
    if (!reply.isOk()) {
      mirror.endSelect(false);
      mirror.clear();
      return;
    }
    long now = validityIn(reply);
    boolean same = resync && now == validity;
    validity = now;
    mirror.endSelect(same);
    learn();
  }

  private static long validityIn(Reply reply) {
    return reply.untagged().stream()
        .filter(line -> line.contains("[UIDVALIDITY "))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*\\[UIDVALIDITY (\\d+)\\].*", "$1")))
        .findFirst()
        .orElseThrow();
  }

  /** Learns of messages of which it knows the number alone. */
  void learn() throws IOException {
    if (mailbox.isEmpty() || mirror.isLearned()) {
      return;
    }
    String items = habit == Habit.CONDSTORE || habit == Habit.QRESYNC ? "(FLAGS MODSEQ)" : "FLAGS";
    run("UID FETCH " + (mirror.lastKnownUid() + 1) + ":* " + items, Mirror.Numbers.MAY_CHANGE);
    if (!mirror.isLearned()) {
      run("UID FETCH 1:* " + items, Mirror.Numbers.MAY_CHANGE);
    }
  }

  /** Leaves without a word, and comes back. */
  void reconnect() throws IOException {
    wire.close();
    heard.clear();
    mirror.disconnect();
    wire = connect();
    if (mailbox.isPresent()) {
      select(mailbox.get());
    }
  }

  /** Runs a command; BAD is never right, since the client knows what it does. */
  Reply run(String command, Mirror.Numbers numbers) throws IOException {
    String name = "t" + ++tag;
    mirror.begin(numbers, habit == Habit.QRESYNC);
    say(name + " " + command);
    List<String> untagged = new ArrayList<>();
    while (true) {
      String line = read();
      ledger.copied(line, validity);
      if (line.startsWith(name + " ")) {
        mirror.hear(line);
        if (line.startsWith(name + " BAD")) {
          throw new AssertionError(line);
        }
        if (numbers == Mirror.Numbers.MAY_CHANGE) {
          mirror.settle();
        }
        return new Reply(line.substring(name.length() + 1), untagged);
      }
      hear(line);
      untagged.add(line);
    }
  }

  private void hear(String line) {
    if (line.startsWith("* BYE")) {
      throw new AssertionError(line);
    }
    mirror.hear(line);
  }

  /** Puts a new message into a mailbox. */
  void append(String name, String flags) throws IOException {
    String subject = ledger.newSubject();
    String message = "Subject: " + subject + "\r\n\r\nc";
    Reply reply =
        run(
            "APPEND %s %s{%d+}\r\n%s".formatted(name, flags, message.length(), message),
            Mirror.Numbers.MAY_CHANGE);
    ledger.appended(reply.line(), subject);
  }

  /** Each message is the one that was given its UID. */
  void checkSubjects() throws IOException {
    Reply reply = run("UID FETCH 1:* (UID ENVELOPE)", Mirror.Numbers.MAY_CHANGE);
    for (String line : reply.untagged()) {
      Matcher envelope = ENVELOPE.matcher(line);
      if (envelope.find()) {
        Optional<String> expected = ledger.subject(validity, Long.parseLong(envelope.group(1)));
        if (expected.isPresent() && !expected.get().equals(envelope.group(2))) {
          throw new AssertionError(line + ", but it was " + expected.get());
        }
      }
    }
  }

  /** Idles for a while. */
  void idle(Duration time) throws IOException, InterruptedException {
    String name = "t" + ++tag;
    mirror.begin(Mirror.Numbers.MAY_CHANGE, habit == Habit.QRESYNC);
    say(name + " IDLE");
    for (String line = read(); !line.startsWith("+"); line = read()) {
      hear(line);
    }
    world.sleep(time);
    say("DONE");
    for (String line = read(); !line.startsWith(name + " OK"); line = read()) {
      hear(line);
    }
    mirror.settle();
  }

  /** Selects nothing any more. */
  void unselect(boolean expunging) throws IOException {
    run(expunging ? "CLOSE" : "UNSELECT", Mirror.Numbers.MAY_CHANGE);
    if (habit != Habit.QRESYNC) {
      mirror.clear();
    }
    mailbox = Optional.empty();
    isSelectedHere = false;
  }

  private void say(String line) throws IOException {
    note("C: " + line);
    wire.write(line + "\r\n");
    wire.flush();
  }

  private String read() throws IOException {
    while (heard.isEmpty()) {
      String line = line();
      heard.addAll(line.startsWith("* ") ? hearing.apply(line) : List.of(line));
    }
    String line = heard.remove();
    note("S: " + line);
    return line;
  }

  private String line() throws IOException {
    try {
      return wire.readLine(65_536, LONG).text();
    } catch (LineTooLongException e) {
      throw new AssertionError(e);
    }
  }

  private void note(String line) {
    talk.add(line);
    if (talk.size() > LAST_LINES) {
      talk.remove();
    }
  }
}
