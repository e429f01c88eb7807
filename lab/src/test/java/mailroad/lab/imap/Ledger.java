package mailroad.lab.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which message each UID was given to, as all clients together were told: RFC 9051 section 2.3.1.1 gives it to no other, ever.
 * Clients of one play share it.
 */
final class Ledger {
  private static final Pattern APPENDED = Pattern.compile("\\[APPENDUID (\\d+) (\\d+)\\]");
  private static final Pattern COPIED = Pattern.compile("\\[COPYUID (\\d+) (\\S+) (\\S+)\\]");

  private final Map<String, String> subjects = new HashMap<>();
  private int messages;

  /** A subject that no other message has. */
  String newSubject() {
    return "s" + ++messages;
  }

  /** A message that was appended stands where the reply says. */
  void appended(String reply, String subject) {
    Matcher matcher = APPENDED.matcher(reply);
    if (matcher.find()) {
      note(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), subject);
    }
  }

  /** Messages of a mailbox were copied or moved to where a reply says. */
  void copied(String line, long from) {
    Matcher matcher = COPIED.matcher(line);
    if (matcher.find()) {
      List<Long> sources = new ArrayList<>(Mirror.uids(matcher.group(2)));
      List<Long> copies = new ArrayList<>(Mirror.uids(matcher.group(3)));
      if (sources.size() != copies.size()) {
        throw new AssertionError(line);
      }
      for (int i = 0; i < copies.size(); i++) {
        String subject = subjects.getOrDefault(from + "." + sources.get(i), "");
        note(Long.parseLong(matcher.group(1)), copies.get(i), subject);
      }
    }
  }

  private void note(long validity, long uid, String subject) {
    String other = subjects.put(validity + "." + uid, subject);
    if (other != null) {
      throw new AssertionError("UID %d was %s, and is given to %s".formatted(uid, other, subject));
    }
  }

  /** What must be the subject of a message; empty if nobody was told, since the reply was lost or had no such code. */
  Optional<String> subject(long validity, long uid) {
    return Optional.ofNullable(subjects.get(validity + "." + uid)).filter(s -> !s.isEmpty());
  }
}
