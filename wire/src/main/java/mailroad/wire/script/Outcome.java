package mailroad.wire.script;

import java.util.List;

/** How a script went. */
public sealed interface Outcome {
  /** What was said, a line each, {@code C: } or {@code S: } in front, as far as it went. */
  List<String> dialogue();

  /** All went as written. */
  record Played(List<String> dialogue) implements Outcome {
    /** The dialogue does not change. */
    public Played {
      dialogue = List.copyOf(dialogue);
    }
  }

  /**
   * The server did otherwise, and the script ended there.
   *
   * @param line of the script, from 1
   * @param expected what the script says
   * @param came what came instead: a line, the end of the connection, or nothing in time
   */
  record Differs(int line, String expected, String came, List<String> dialogue) implements Outcome {
    /** The dialogue does not change. */
    public Differs {
      dialogue = List.copyOf(dialogue);
    }
  }

  /**
   * For tests: fails unless all went as written.
   *
   * @throws AssertionError with the difference and the dialogue
   */
  default void check() {
    if (this instanceof Differs(int line, String expected, String came, List<String> dialogue)) {
      throw new AssertionError(
          "line %d%n  expected %s%n  came     %s%n%s"
              .formatted(line, expected, came, String.join("\n", dialogue)));
    }
  }
}
