package mailroad.guard.quarantine;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * How mail is kept that is dangerous or unwanted, and who is told.
 *
 * @param keptFor how long a message is kept before it is dropped
 * @param messagesMax most messages that are kept; beyond it what would be kept is put off (452)
 * @param octetsMax most octets that are kept, the same
 * @param evidenceOctetsMax most octets of a message's evidence that are kept with it
 * @param deedsMax most lines of a message's history
 * @param recipientsMay what owners of mailboxes may do about copies of theirs, where they can be asked: {@code nothing},
 *     {@code release} those that are not dangerous, or {@code download} them too
 * @param tellSenders which senders are told that their mail is kept: {@code nobody}, {@code users} who logged in here, or
 *     {@code vouched} for, which adds those whose domain passed DMARC
 * @param noticesPerDayMax most letters of this kind that a sender gets in a day
 * @param digestTimes when owners are sent a list of what was kept from them, such as {@code 07:00}; empty for never
 * @param digestZone in which zone these times are meant, such as {@code Europe/Berlin}
 * @param digestLinesMax most messages that one such letter lists
 */
public record QuarantineConfig(
    Duration keptFor,
    int messagesMax,
    long octetsMax,
    int evidenceOctetsMax,
    int deedsMax,
    RecipientsMay recipientsMay,
    TellSenders tellSenders,
    int noticesPerDayMax,
    List<String> digestTimes,
    String digestZone,
    int digestLinesMax) {
  /** What owners of mailboxes may do about their copies. */
  public enum RecipientsMay {
    /** They ask an administrator. */
    NOTHING,
    /** Have those released that are not dangerous, or dropped. */
    RELEASE,
    /** The same, and have a look at them. */
    DOWNLOAD
  }

  /** Which senders are told. */
  public enum TellSenders {
    /** None. */
    NOBODY,
    /** Who logged in here. */
    USERS,
    /** These, and others whose address is not forged, as DMARC shows. */
    VOUCHED
  }

  /** A month; owners are told once a day, and users at once. */
  public static final QuarantineConfig DEFAULT =
      new QuarantineConfig(
          Duration.ofDays(30),
          100_000,
          20_000_000_000L,
          30_000,
          50,
          RecipientsMay.NOTHING,
          TellSenders.USERS,
          10,
          List.of("07:00"),
          "UTC",
          100);

  /** Checks the bounds. */
  public QuarantineConfig {
    require(keptFor.compareTo(Duration.ofHours(1)) >= 0, "kept-for must be at least 1h");
    require(messagesMax >= 1, "messages-max must be at least 1");
    require(octetsMax >= 1_000_000, "octets-max must be at least 1000000");
    require(
        evidenceOctetsMax >= 1000 && evidenceOctetsMax <= 50_000,
        "evidence-octets-max must be between 1000 and 50000");
    require(deedsMax >= 2 && deedsMax <= 100, "deeds-max must be between 2 and 100");
    require(noticesPerDayMax >= 1, "notices-per-day-max must be at least 1");
    require(
        digestLinesMax >= 1 && digestLinesMax <= 500, "digest-lines-max must be between 1 and 500");
    require(digestTimes.size() <= 24, "digest-times must be at most 24");
    digestTimes.forEach(QuarantineConfig::time);
    try {
      ZoneId.of(digestZone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "digest-zone must be a zone such as UTC or Europe/Berlin", e);
    }
    digestTimes = List.copyOf(digestTimes);
  }

  /** A time of day as the configuration writes it. */
  public static LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("digest-times must be times such as 07:00", e);
    }
  }

  /** The same, other senders being told. */
  public QuarantineConfig with(TellSenders others) {
    return new QuarantineConfig(
        keptFor,
        messagesMax,
        octetsMax,
        evidenceOctetsMax,
        deedsMax,
        recipientsMay,
        others,
        noticesPerDayMax,
        digestTimes,
        digestZone,
        digestLinesMax);
  }

  /** The same, owners being allowed something else. */
  public QuarantineConfig with(RecipientsMay other) {
    return new QuarantineConfig(
        keptFor,
        messagesMax,
        octetsMax,
        evidenceOctetsMax,
        deedsMax,
        other,
        tellSenders,
        noticesPerDayMax,
        digestTimes,
        digestZone,
        digestLinesMax);
  }

  /** The same with room for so many messages. */
  public QuarantineConfig withMessagesMax(int other) {
    return new QuarantineConfig(
        keptFor,
        other,
        octetsMax,
        evidenceOctetsMax,
        deedsMax,
        recipientsMay,
        tellSenders,
        noticesPerDayMax,
        digestTimes,
        digestZone,
        digestLinesMax);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
