package mailroad.guard.door;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailroad.guard.door.RateConfig.Of;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import org.jspecify.annotations.Nullable;

/**
 * Counts what comes, and says when it is too much. A count is a sliding one: the part of the time before that still lies
 * within the window counts with its share. Bounded in memory; any number of tasks may use it.
 */
final class Rates {
  private final World world;
  private final List<RateConfig> rules;
  private final Map<Counted, Count> counts; // under its lock

  /** Whom one rule counts. */
  private record Counted(int rule, String who) {}

  /** What came in the window that began then, and in the one before. */
  private record Count(Instant began, long now, long before) {}

  /** Somebody whom rules may count, by one of the things that they go by. */
  record Subject(RateConfig.By by, String who) {}

  Rates(World world, List<RateConfig> rules, int countsMax) {
    this.world = world;
    this.rules = List.copyOf(rules);
    this.counts = Recent.map(countsMax);
  }

  /**
   * Counts, unless that would be too much.
   *
   * @return what is said where it is
   */
  Optional<Reply> count(List<Subject> subjects, Of what, long amount) {
    Instant now = world.now();
    synchronized (counts) {
      Optional<Reply> beyond = beyond(subjects, what, amount, now);
      if (beyond.isEmpty()) {
        add(subjects, what, amount, now);
      }
      return beyond;
    }
  }

  /** Counts what has happened already. */
  void add(List<Subject> subjects, Of what, long amount) {
    synchronized (counts) {
      add(subjects, what, amount, world.now());
    }
  }

  /** What is said to who has used up what was counted so. */
  Optional<Reply> beyond(List<Subject> subjects, Of what) {
    synchronized (counts) {
      return beyond(subjects, what, 1, world.now());
    }
  }

  private Optional<Reply> beyond(List<Subject> subjects, Of what, long amount, Instant now) {
    for (int i = 0; i < rules.size(); i++) {
      RateConfig rule = rules.get(i);
      for (Subject subject : subjects) {
        if (fits(rule, subject, what)
            && sum(counts.get(new Counted(i, subject.who())), rule, now) + amount > rule.most()) {
          return Optional.of(reply(rule));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean fits(RateConfig rule, Subject subject, Of what) {
    return rule.of() == what && rule.by() == subject.by();
  }

  private void add(List<Subject> subjects, Of what, long amount, Instant now) {
    for (int i = 0; i < rules.size(); i++) {
      RateConfig rule = rules.get(i);
      for (Subject subject : subjects) {
        if (fits(rule, subject, what)) {
          Counted key = new Counted(i, subject.who());
          Count count = current(counts.get(key), rule.within(), now);
          counts.put(key, new Count(count.began(), count.now() + amount, count.before()));
        }
      }
    }
  }

  /** The count as of now: windows follow one another without a gap. */
  private static Count current(@Nullable Count count, Duration window, Instant now) {
    if (count == null) {
      return new Count(now, 0, 0);
    }
    if (now.isBefore(count.began().plus(window))) {
      return count;
    }
    Instant next = count.began().plus(window);
    return now.isBefore(next.plus(window)) ? new Count(next, 0, count.now()) : new Count(now, 0, 0);
  }

  private static long sum(@Nullable Count count, RateConfig rule, Instant now) {
    Count current = current(count, rule.within(), now);
    double gone =
        (double) Duration.between(current.began(), now).toMillis() / rule.within().toMillis();
    return current.now() + (long) Math.floor(current.before() * (1 - gone));
  }

  private static Reply reply(RateConfig rule) {
    String text =
        "Too many %s of this %s within %s; try later"
            .formatted(words(rule.of()), words(rule.by()), shown(rule.within()));
    return rule.then() == RateConfig.Then.CLOSE
        ? new Reply(421, "4.7.0", text)
        : new Reply(451, "4.7.0", text);
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String shown(Duration time) {
    return time.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** What was counted of somebody, such as {@code 12 of 300 messages within 1h}. */
  List<String> shown(List<Subject> subjects) {
    Instant now = world.now();
    List<String> out = new ArrayList<>();
    synchronized (counts) {
      for (int i = 0; i < rules.size(); i++) {
        for (Subject subject : subjects) {
          Count count = counts.get(new Counted(i, subject.who()));
          RateConfig rule = rules.get(i);
          if (count != null && rule.by() == subject.by()) {
            out.add(
                "%d of %d %s within %s, of %s"
                    .formatted(
                        sum(count, rule, now),
                        rule.most(),
                        words(rule.of()),
                        shown(rule.within()),
                        subject.who()));
          }
        }
      }
    }
    return out;
  }
}
