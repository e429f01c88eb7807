package mailroad.guard.filter;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a program that failed is asked again. Closed, all ask; after so many failures in a row it opens, and nobody
 * does for a while; then one tries, and by what becomes of that it closes or opens again, for twice as long. A value:
 * each method gives the circuit as it is afterwards.
 */
sealed interface Circuit {
  /**
   * All may ask.
   *
   * @param failures in a row so far
   */
  record Closed(int failures) implements Circuit {}

  /**
   * Nobody may ask.
   *
   * @param until when one may try
   * @param pause how long it is in all
   */
  record Open(Instant until, Duration pause) implements Circuit {}

  /**
   * One tries, and the others wait for what becomes of it.
   *
   * @param until when another may try, should the first never say what became of it
   * @param pause how long the last one was
   */
  record HalfOpen(Instant until, Duration pause) implements Circuit {}

  /**
   * When it opens and for how long.
   *
   * @param failuresMax in a row
   * @param tryTime that one try takes at most
   */
  record Rules(int failuresMax, Duration pauseFirst, Duration pauseMax, Duration tryTime) {}

  /** Whether somebody may ask. */
  enum Permit {
    /** As all may. */
    USUAL,
    /** As the one that tries. */
    TRY,
    /** Not now. */
    NONE
  }

  /** The circuit after somebody wanted to ask, and whether it may. */
  record Answer(Circuit circuit, Permit permit) {}

  /** As it is at first. */
  static Circuit closed() {
    return new Closed(0);
  }

  /** Somebody wants to ask. */
  default Answer ask(Instant now, Rules rules) {
    return switch (this) {
      case Closed _ -> new Answer(this, Permit.USUAL);
      case Open(var until, var pause) -> tryAt(now, until, pause, rules);
      case HalfOpen(var until, var pause) -> tryAt(now, until, pause, rules);
    };
  }

  private Answer tryAt(Instant now, Instant until, Duration pause, Rules rules) {
    return now.isBefore(until)
        ? new Answer(this, Permit.NONE)
        : new Answer(new HalfOpen(now.plus(rules.tryTime()), pause), Permit.TRY);
  }

  /** Somebody was answered. One who asked before the circuit opened does not close it. */
  default Circuit answered(Permit permit) {
    return this instanceof Closed || permit == Permit.TRY ? closed() : this;
  }

  /** Somebody was not. */
  default Circuit failed(Permit permit, Instant now, Rules rules) {
    return switch (this) {
      case Closed(var failures) when failures + 1 < rules.failuresMax() -> new Closed(failures + 1);
      case Closed _ -> new Open(now.plus(rules.pauseFirst()), rules.pauseFirst());
      case HalfOpen(_, var pause) when permit == Permit.TRY -> {
        Duration twice = pause.multipliedBy(2);
        Duration next = twice.compareTo(rules.pauseMax()) < 0 ? twice : rules.pauseMax();
        yield new Open(now.plus(next), next);
      }
      case HalfOpen _, Open _ -> this;
    };
  }

  /** Somebody gave up asking, for reasons of its own. */
  default Circuit abandoned(Permit permit, Instant now) {
    return this instanceof HalfOpen(_, var pause) && permit == Permit.TRY
        ? new Open(now, pause)
        : this;
  }
}
