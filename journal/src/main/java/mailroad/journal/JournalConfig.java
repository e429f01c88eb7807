package mailroad.journal;

import java.time.Duration;

/**
 * How long the journal remembers, and how much of one message.
 *
 * @param retention how long the events of a message are kept after the last of them
 * @param dialogueLinesMax most lines of an SMTP dialogue kept with one attempt
 * @param textOctetsMax most octets of one text from outside, such as a reply line, that are kept
 * @param eventsMax most events of one message that are read at once
 */
public record JournalConfig(
    Duration retention, int dialogueLinesMax, int textOctetsMax, int eventsMax) {
  /** A month; dialogues and texts as long as honest servers make them. */
  public static final JournalConfig DEFAULT =
      new JournalConfig(Duration.ofDays(30), 200, 1000, 20_000);

  /** Checks the bounds. */
  public JournalConfig {
    require(retention.isPositive(), "retention must be longer than zero");
    require(dialogueLinesMax >= 10, "dialogue-lines-max must be at least 10");
    require(
        textOctetsMax >= 100 && textOctetsMax <= 4000,
        "text-octets-max must be between 100 and 4000");
    require(eventsMax >= 100, "events-max must be at least 100");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
