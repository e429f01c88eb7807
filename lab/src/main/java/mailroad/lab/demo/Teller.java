package mailroad.lab.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.dns.WalkStep;
import mailroad.journal.EventText;
import mailroad.kernel.Event;
import mailroad.kernel.World;

/** Prints what happens: a line each with the time since the start, the protocol, the host, and what it did. */
final class Teller {
  private static final int REASONS_MAX = 40;

  private final World world;
  private final PrintWriter out;
  private final Instant began;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Step> held = new ArrayList<>(); // under the lock
  private boolean holding; // under the lock

  private record Step(
      Instant at, String protocol, String host, String what, List<String> details) {}

  Teller(World world, PrintWriter out) {
    this.world = world;
    this.out = out;
    this.began = world.now();
  }

  /** A heading. */
  void title(String text) {
    lock.lock();
    try {
      out.println();
      out.println(text);
      out.println("-".repeat(Math.min(text.length(), 100)));
      out.flush();
    } finally {
      lock.unlock();
    }
  }

  /** Text as it is. */
  void text(String text) {
    lock.lock();
    try {
      out.println(text);
      out.flush();
    } finally {
      lock.unlock();
    }
  }

  /** A talk that began at some moment: a line each, all as of then. */
  void talk(Instant at, String protocol, String host, List<String> lines) {
    lines.forEach(line -> step(at, protocol, host, line, List.of()));
  }

  /** One step. */
  void step(String protocol, String host, String what) {
    step(world.now(), protocol, host, what, List.of());
  }

  /** What a resolver did. */
  void dns(String host, WalkStep step) {
    step(step.at(), "DNS", host, "  ".repeat(step.depth()) + step.finding(), step.records());
  }

  /** What befell a message. */
  void event(String host, Event event) {
    switch (event) {
      case Event.Accepted e -> mail("SMTP", host, "accepted as " + e.message() + ": ", event);
      case Event.Routed _ -> mail("ROUTE", host, "", event);
      case Event.Judged _ -> mail("GUARD", host, "", event);
      case Event.Attempted _ -> mail("SMTP", host, "tried ", event);
      case Event.Relayed _ -> mail("SMTP", host, "passed on ", event);
      case Event.Filed _ -> mail("MDA", host, "filed ", event);
      case Event.Deferred _ -> mail("QUEUE", host, "keeps ", event);
      case Event.Failed _ -> mail("QUEUE", host, "gives up ", event);
      case Event.DelayNoticed _ -> mail("QUEUE", host, "tells of a delay ", event);
      case Event.Expanded _ -> mail("MDA", host, "turns ", event);
      case Event.Administered _ -> mail("QUEUE", host, "", event);
      case Event.Released _ -> mail("GUARD", host, "releases ", event);
      case Event.Completed e ->
          step(e.at(), "QUEUE", host, e.message() + " is done here", List.of());
    }
  }

  private void mail(String protocol, String host, String verb, Event event) {
    // What a server offers is listed in many lines; what was agreed on is seen without them.
    List<String> details =
        EventText.details(event).stream().filter(line -> !line.startsWith("S: 250-")).toList();
    step(
        event.at(),
        protocol,
        host,
        verb + EventText.sentence(event),
        details.subList(0, Math.min(details.size(), REASONS_MAX)));
  }

  /** Keeps back what happens until {@link #release}: hosts tell of things when they are over, in any order. */
  void hold() {
    lock.lock();
    try {
      holding = true;
    } finally {
      lock.unlock();
    }
  }

  /** Prints what was kept back, in the order in which it happened. */
  void release() {
    lock.lock();
    try {
      held.sort(Comparator.comparing(Step::at));
      held.forEach(this::print);
      held.clear();
      holding = false;
      out.flush();
    } finally {
      lock.unlock();
    }
  }

  private void step(Instant at, String protocol, String host, String what, List<String> details) {
    Step step = new Step(at, protocol, host, what, details);
    lock.lock();
    try {
      if (holding) {
        held.add(step);
      } else {
        print(step);
        out.flush();
      }
    } finally {
      lock.unlock();
    }
  }

  private void print(Step step) {
    double seconds = Math.max(0, Duration.between(began, step.at()).toNanos()) / 1e9;
    out.printf("%7.3f  %-5s  %-10s  %s%n", seconds, step.protocol(), step.host(), step.what());
    step.details().forEach(detail -> out.printf("%28s%s%n", "", detail));
  }
}
