package mailroad.lab.imap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client knows of the selected mailbox, from what it was told and nothing else; whatever RFC 9051 or RFC 7162 does not
 * allow a server to say at that moment is an {@link AssertionError}.
 */
final class Mirror {
  private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");
  private static final Pattern EXPUNGE = Pattern.compile("\\* (\\d+) EXPUNGE");
  private static final Pattern FETCH = Pattern.compile("\\* (\\d+) FETCH \\((.*)\\)");
  private static final Pattern VANISHED = Pattern.compile("\\* VANISHED( \\(EARLIER\\))? (.*)");
  private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
  private static final Pattern FLAGS = Pattern.compile("\\bFLAGS \\(([^)]*)\\)");
  private static final Pattern MODSEQ = Pattern.compile("\\bMODSEQ \\((\\d+)\\)");
  private static final Pattern HIGHEST = Pattern.compile("\\[HIGHESTMODSEQ (\\d+)\\]");

  /** Whether EXPUNGE and VANISHED may be said now: RFC 9051 section 7.5.1. */
  enum Numbers {
    MAY_CHANGE,
    MUST_STAY
  }

  /** A message as far as it is known. */
  static final class Known {
    long uid;
    Set<String> flags = new TreeSet<>();
    boolean hasFlags;
    long modseq;

    @Override
    public String toString() {
      return uid + (hasFlags ? flags.toString() : "?") + "@" + modseq;
    }
  }

  final List<Known> messages = new ArrayList<>();
  private final Set<Long> gone = new HashSet<>();
  private Numbers numbers = Numbers.MAY_CHANGE;
  private boolean vanishes;
  private boolean selecting;
  private Optional<Boolean> afterClosed = Optional.empty();
  private Set<Long> fetchedWhileSelecting = new HashSet<>();
  private long exists;
  private long highestSeen;
  private long synced;
  private final TreeMap<Long, Known> remembered = new TreeMap<>();

  /** The modseq up to which the client knows all. */
  long synced() {
    return synced;
  }

  /** Forgets everything: another mailbox. */
  void clear() {
    messages.clear();
    gone.clear();
    remembered.clear();
    highestSeen = 0;
    synced = 0;
  }

  /** What is said next is about whether numbers stay. */
  void begin(Numbers now, boolean isVanishing) {
    numbers = now;
    vanishes = isVanishing;
  }

  /** The connection was lost: what was seen amid commands that hold expunges back does not count. */
  void disconnect() {
    highestSeen = synced;
  }

  /** SELECT was said: until {@code [CLOSED]} all is about the mailbox before. */
  void selectAfterClosed(boolean resync) {
    afterClosed = Optional.of(resync);
  }

  /** SELECT begins; with QRESYNC it goes on from what is known. */
  void beginSelect(boolean resync) {
    selecting = true;
    afterClosed = Optional.empty();
    fetchedWhileSelecting = new HashSet<>();
    remembered.clear();
    if (resync) {
      messages.stream().filter(m -> m.uid != 0).forEach(m -> remembered.put(m.uid, m));
    }
    messages.clear();
    exists = 0;
    gone.clear();
    highestSeen = 0;
  }

  /**
   * SELECT is over.
   *
   * @param resync whether all that is not told is as it was
   */
  void endSelect(boolean resync) {
    selecting = false;
    if (resync) {
      check(remembered.size() == exists, "EXISTS %d, but known are %s", exists, remembered);
      messages.addAll(remembered.values());
    } else {
      for (long i = 0; i < exists; i++) {
        messages.add(new Known());
      }
    }
    synced = resync ? highestSeen : 0;
  }

  /** A command is over that may tell everything: what was seen is all there is, unless there are messages to be learned of. */
  void settle() {
    if (!selecting && isLearned()) {
      synced = Math.max(synced, highestSeen);
    }
  }

  /** Whether UID and flags of all messages are known. */
  boolean isLearned() {
    return messages.stream().allMatch(m -> m.uid != 0 && m.hasFlags);
  }

  long lastKnownUid() {
    return messages.stream().mapToLong(m -> m.uid).max().orElse(0);
  }

  /** The messages that have a flag, as numbers. */
  Set<Long> numbersOf(String flag) {
    Set<Long> found = new TreeSet<>();
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).flags.contains(flag)) {
        found.add(i + 1L);
      }
    }
    return found;
  }

  Optional<Known> byUid(long uid) {
    return messages.stream().filter(m -> m.uid == uid).findFirst();
  }

  /** Takes note of an untagged response, or of the code in a tagged one. */
  void hear(String line) {
    if (line.startsWith("* OK [CLOSED]") && afterClosed.isPresent()) {
      beginSelect(afterClosed.get());
    }
    Matcher highest = HIGHEST.matcher(line);
    if (highest.find()) {
      highestSeen = Math.max(highestSeen, Long.parseLong(highest.group(1)));
    }
    Matcher exist = EXISTS.matcher(line);
    if (exist.matches()) {
      exist(Long.parseLong(exist.group(1)));
    }
    Matcher expunge = EXPUNGE.matcher(line);
    if (expunge.matches()) {
      expunge(Integer.parseInt(expunge.group(1)));
    }
    Matcher vanished = VANISHED.matcher(line);
    if (vanished.matches()) {
      vanish(vanished.group(1) != null, vanished.group(2));
    }
    Matcher fetch = FETCH.matcher(line);
    if (fetch.matches()) {
      fetch(Integer.parseInt(fetch.group(1)), fetch.group(2));
    }
  }

  private void exist(long count) {
    if (selecting) {
      exists = count;
      return;
    }
    check(count >= messages.size(), "EXISTS %d where %d were known", count, messages.size());
    while (messages.size() < count) {
      messages.add(new Known());
    }
  }

  private void expunge(int number) {
    check(!vanishes, "EXPUNGE for one who hears VANISHED");
    mayChange("EXPUNGE");
    check(number >= 1 && number <= messages.size(), "EXPUNGE %d of %d", number, messages.size());
    gone.add(messages.remove(number - 1).uid);
  }

  private void mayChange(String what) {
    check(numbers == Numbers.MAY_CHANGE && !selecting, "%s while numbers must stay", what);
  }

  private void vanish(boolean earlier, String set) {
    check(vanishes, "VANISHED for one who has not asked for it");
    Set<Long> uids = uids(set);
    if (earlier) {
      remembered.keySet().removeAll(uids);
      uids.forEach(uid -> check(selecting || byUid(uid).isEmpty(), "EARLIER of %d, known", uid));
      return;
    }
    mayChange("VANISHED");
    for (long uid : uids) {
      int index = indexOf(uid);
      check(index >= 0, "VANISHED %d, which was never there", uid);
      messages.remove(index);
      gone.add(uid);
    }
  }

  /** Where a message is; if its UID was not learned yet, where one of which nothing else is known can be it. */
  private int indexOf(long uid) {
    int unlearned = -1;
    for (int i = 0; i < messages.size(); i++) {
      long here = messages.get(i).uid;
      if (here == uid) {
        return i;
      }
      if (here > uid) {
        return unlearned;
      }
      unlearned = here == 0 ? (unlearned < 0 ? i : unlearned) : -1;
    }
    return unlearned;
  }

  static Set<Long> uids(String set) {
    Set<Long> uids = new TreeSet<>();
    for (String range : set.split(",", -1)) {
      String[] ends = range.split(":", -1);
      long first = Long.parseLong(ends[0]);
      long last = Long.parseLong(ends[ends.length - 1]);
      for (long uid = first; uid <= last; uid++) {
        uids.add(uid);
      }
    }
    return uids;
  }

  private void fetch(int number, String items) {
    OptionalLong uid = number(UID, items);
    if (selecting) {
      long told = uid.orElseThrow(() -> new AssertionError("FETCH without UID: " + items));
      Known known = remembered.computeIfAbsent(told, _ -> new Known());
      known.uid = told;
      check(fetchedWhileSelecting.add(told), "%d was told twice", told);
      learn(known, items);
      return;
    }
    check(number >= 1 && number <= messages.size(), "FETCH %d of %d", number, messages.size());
    Known message = messages.get(number - 1);
    if (uid.isPresent()) {
      name(number, message, uid.getAsLong());
    }
    learn(message, items);
  }

  private void name(int number, Known message, long uid) {
    check(message.uid == 0 || message.uid == uid, "%d is %s, not %d", number, message, uid);
    check(!gone.contains(uid), "%d has gone and came back", uid);
    for (int i = 0; i < messages.size(); i++) {
      long other = messages.get(i).uid;
      boolean ordered = other == 0 || i == number - 1 || other < uid == i < number - 1;
      check(ordered, "UID %d at %d, but %d at %d", uid, number, other, i + 1);
    }
    message.uid = uid;
  }

  private void learn(Known message, String items) {
    Matcher flags = FLAGS.matcher(items);
    if (flags.find()) {
      message.flags = flags(flags.group(1));
      message.hasFlags = true;
    }
    OptionalLong modseq = number(MODSEQ, items);
    if (modseq.isPresent()) {
      check(modseq.getAsLong() >= message.modseq, "modseq %s of %s", items, message);
      message.modseq = modseq.getAsLong();
      highestSeen = Math.max(highestSeen, message.modseq);
    }
  }

  private static OptionalLong number(Pattern pattern, String items) {
    Matcher matcher = pattern.matcher(items);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  static Set<String> flags(String atoms) {
    Set<String> flags = new TreeSet<>();
    for (String atom : atoms.split(" ", -1)) {
      if (!atom.isEmpty() && !atom.equalsIgnoreCase("\\Recent")) {
        flags.add(atom.toLowerCase(Locale.ROOT));
      }
    }
    return flags;
  }

  private static void check(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      throw new AssertionError(otherwise.formatted(values));
    }
  }

  @Override
  public String toString() {
    return messages.toString();
  }
}
