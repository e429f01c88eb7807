package mailroad.mailbox;

/**
 * Limits of mailboxes.
 *
 * @param quotaOctets octets that a new account may use
 * @param quotaMessages messages that a new account may have
 * @param mailboxesMax mailboxes that an account may have, names that only hold others counted
 * @param subscriptionsMax names that an account may be subscribed to
 * @param nameOctetsMax longest name of a mailbox in octets of UTF-8
 * @param depthMax most levels in the name of a mailbox
 * @param keywordsMax most keywords that a message may have
 * @param logEntriesMin changes of a mailbox that are remembered at least, so that a client that was away learns
 *     what happened without reading all messages
 * @param snapshotMessagesMax messages of lately selected mailboxes that are kept in memory, so that who selects a large
 *     mailbox reads only what has changed since
 * @param tableMessagesMin mailboxes of at least so many messages have a table in the store, so that who opens one after a
 *     start reads few values instead of one for each message
 * @param sharesMax most identifiers that a mailbox may be shared with
 * @param shareWithAnyone whether users may share mailboxes with all accounts of this server at once
 * @param annotationsMax most annotations of one mailbox, those of all users counted
 * @param annotationOctetsMax longest value of an annotation
 * @param quotaAnnotationOctets octets that the names and values of all annotations of an account may have together
 * @param chunkMessages messages that are read or changed in one step
 * @param triesMax how often a change is tried again because others changed the same messages meanwhile
 */
public record MailboxConfig(
    long quotaOctets,
    long quotaMessages,
    int mailboxesMax,
    int subscriptionsMax,
    int nameOctetsMax,
    int depthMax,
    int keywordsMax,
    int logEntriesMin,
    int snapshotMessagesMax,
    int tableMessagesMin,
    int sharesMax,
    boolean shareWithAnyone,
    int annotationsMax,
    int annotationOctetsMax,
    long quotaAnnotationOctets,
    int chunkMessages,
    int triesMax) {
  /** Room for people with much mail. */
  public static final MailboxConfig DEFAULT =
      new MailboxConfig(
          10L << 30, 5_000_000, 2_000, 4_000, 500, 20, 64, 20_000, 500_000, 1_000, 500, false, 200,
          65_536, 1L << 20, 1_000, 200);

  /** The most mailboxes that {@link #mailboxesMax} can allow: as many as are read in one go. */
  static final int MAILBOXES_MAX_MAX = 10_000;

  /** The same for {@link #subscriptionsMax}. */
  static final int SUBSCRIPTIONS_MAX_MAX = 20_000;

  /** Checks the limits against each other and against what the store takes. */
  public MailboxConfig {
    require(quotaOctets >= 0, "quota-octets must not be negative");
    require(quotaMessages >= 0, "quota-messages must not be negative");
    require(
        mailboxesMax >= 6 && mailboxesMax <= MAILBOXES_MAX_MAX,
        "mailboxes-max must be from 6 to 10000");
    require(
        subscriptionsMax >= 6 && subscriptionsMax <= SUBSCRIPTIONS_MAX_MAX,
        "subscriptions-max must be from 6 to 20000");
    require(
        nameOctetsMax >= 64 && nameOctetsMax <= MailboxName.OCTETS_MAX,
        "name-octets-max must be from 64 to " + MailboxName.OCTETS_MAX);
    require(depthMax >= 1 && depthMax <= 100, "depth-max must be from 1 to 100");
    require(keywordsMax >= 0 && keywordsMax <= 500, "keywords-max must be from 0 to 500");
    require(logEntriesMin >= 1, "log-entries-min must be at least 1");
    require(snapshotMessagesMax >= 0, "snapshot-messages-max must not be negative");
    require(tableMessagesMin >= 1, "table-messages-min must be at least 1");
    require(sharesMax >= 0 && sharesMax <= 1_000, "shares-max must be from 0 to 1000");
    require(
        annotationsMax >= 0 && annotationsMax <= 5_000, "annotations-max must be from 0 to 5000");
    require(
        annotationOctetsMax >= 0 && annotationOctetsMax <= 90_000,
        "annotation-octets-max must be from 0 to 90000");
    require(quotaAnnotationOctets >= 0, "quota-annotation-octets must not be negative");
    require(chunkMessages >= 1 && chunkMessages <= 5_000, "chunk-messages must be from 1 to 5000");
    require(triesMax >= 1, "tries-max must be at least 1");
  }

  /** The same with another quota of new accounts. */
  public MailboxConfig withQuota(long octets, long messages) {
    return copy(octets, messages, logEntriesMin, chunkMessages);
  }

  /** The same with another memory of changes. */
  public MailboxConfig withLogEntriesMin(int entries) {
    return copy(quotaOctets, quotaMessages, entries, chunkMessages);
  }

  /** The same in other steps. */
  public MailboxConfig withChunkMessages(int messages) {
    return copy(quotaOctets, quotaMessages, logEntriesMin, messages);
  }

  /** A copy in which these differ. */
  private MailboxConfig copy(long octets, long messages, int entries, int chunk) {
    return new MailboxConfig(
        octets,
        messages,
        mailboxesMax,
        subscriptionsMax,
        nameOctetsMax,
        depthMax,
        keywordsMax,
        entries,
        snapshotMessagesMax,
        tableMessagesMin,
        sharesMax,
        shareWithAnyone,
        annotationsMax,
        annotationOctetsMax,
        quotaAnnotationOctets,
        chunk,
        triesMax);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
