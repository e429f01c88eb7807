package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Writes down the way to one answer while it is gone. One task at a time. */
final class Walk {
  /** Records of one step that are shown; a hostile answer may hold thousands. */
  private static final int RECORDS_SHOWN_MAX = 20;

  private static final int KEY_CHARACTERS_MAX = 60;

  private final World world;
  private final WalkListener listener;
  private final int depth;
  private final List<Supplier<Why>> parts = new ArrayList<>();
  private String conclusion = "";

  Walk(World world, WalkListener listener) {
    this(world, listener, 0);
  }

  private Walk(World world, WalkListener listener, int depth) {
    this.world = world;
    this.listener = listener;
    this.depth = depth;
  }

  /** The way to something that is needed on this way; {@link #conclude} says what it came to. */
  Walk below() {
    Walk below = new Walk(world, listener, depth + 1);
    parts.add(below::why);
    return below;
  }

  void asked(Instant since, Target target, boolean tcp, Question question, Outcome outcome) {
    Instant now = world.now();
    add(
        new WalkStep.Asked(
            now,
            Duration.between(since, now),
            depth,
            target.host(),
            target.address(),
            tcp,
            question.toString(),
            outcome.text(),
            shown(outcome.records())));
  }

  void remembered(Question question, String outcome, long secondsLeft, List<Record> records) {
    add(
        new WalkStep.Remembered(
            world.now(), depth, question.toString(), outcome, secondsLeft, shown(records)));
  }

  void note(String finding) {
    add(new WalkStep.Noted(world.now(), depth, finding));
  }

  /** What DNSSEC makes of a zone or a name. */
  void judged(Name name, Security security, String verdict) {
    add(new WalkStep.Judged(world.now(), depth, Records.show(name), security, verdict));
  }

  void conclude(String finding) {
    conclusion = finding;
  }

  Why why() {
    return new Why(conclusion, parts.stream().map(Supplier::get).toList());
  }

  private void add(WalkStep step) {
    parts.add(step::why);
    listener.on(step);
  }

  private static List<String> shown(List<Record> records) {
    List<Record> told = records.stream().filter(it -> it.getType() != Type.RRSIG).toList();
    List<String> lines =
        new ArrayList<>(told.stream().limit(RECORDS_SHOWN_MAX).map(Walk::shown).toList());
    if (told.size() > RECORDS_SHOWN_MAX) {
      lines.add("and %d more".formatted(told.size() - RECORDS_SHOWN_MAX));
    }
    return lines;
  }

  /** Keys are long, and say nothing to people. */
  private static String shown(Record record) {
    String line = Records.line(record);
    return record.getType() == Type.DNSKEY && line.length() > KEY_CHARACTERS_MAX
        ? line.substring(0, KEY_CHARACTERS_MAX) + "..."
        : line;
  }

  /** What came of asking a server. */
  record Outcome(String text, List<Record> records) {
    Outcome(String text) {
      this(text, List.of());
    }
  }
}
