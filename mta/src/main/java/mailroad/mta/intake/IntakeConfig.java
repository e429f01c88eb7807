package mailroad.mta.intake;

import java.time.Duration;
import mailroad.kernel.Reply;
import mailroad.mta.local.LocalReplies;

/**
 * What is taken from whom.
 *
 * @param senderMustBelongToLogin whether who logs in may only send from addresses of its own account
 * @param headerFrom what becomes of a submission whose From and Sender fields name no address of its account: {@code
 *     any} takes it, {@code mark} adds a Sender field with the account, {@code own} refuses it
 * @param fixSubmissions whether a missing Date or Message-ID is added to what users hand in
 * @param refuseSendersWithoutMail whether senders are refused whose domain says that it takes no mail (RFC 7505)
 * @param fullMailbox what is said of a mailbox without room: {@code later} (452) or {@code never} (552)
 * @param hopsMax most Received fields; a message that has more runs in a circle
 * @param headerOctetsMax longest header section that is taken
 * @param expansionsMax most addresses that the recipients of one message may turn into
 * @param etrnInterval shortest time between two starts of one domain's queue, by ETRN or since its host connects
 * @param noticeReturnOctetsMax largest message that a failure notice gives back whole, if that is asked for
 * @param results whose Authentication-Results fields come in
 */
public record IntakeConfig(
    boolean senderMustBelongToLogin,
    HeaderFrom headerFrom,
    boolean fixSubmissions,
    boolean refuseSendersWithoutMail,
    FullMailbox fullMailbox,
    int hopsMax,
    int headerOctetsMax,
    int expansionsMax,
    Duration etrnInterval,
    int noticeReturnOctetsMax,
    ResultsConfig results) {
  /** What becomes of a submission that does not name its account (RFC 6409 section 8.1). */
  public enum HeaderFrom {
    /** It is taken as it is. */
    ANY,
    /** It is taken with a Sender field that names the account. */
    MARK,
    /** 550 5.7.1. */
    OWN
  }

  /** What is said of a mailbox without room. */
  public enum FullMailbox {
    /** 452 4.2.2: the sender keeps the message and tries again. */
    LATER,
    /** 552 5.2.2: the sender is told at once. */
    NEVER;

    /** What is said. */
    public Reply reply() {
      return switch (this) {
        case LATER -> LocalReplies.NO_ROOM_NOW;
        case NEVER -> new Reply(552, "5.2.2", "The mailbox is full");
      };
    }
  }

  /** RFC 5321 section 6.3: a hundred hops are a circle. */
  public static final IntakeConfig DEFAULT =
      new IntakeConfig(
          true,
          HeaderFrom.MARK,
          true,
          false,
          FullMailbox.LATER,
          100,
          262_144,
          5000,
          Duration.ofMinutes(1),
          200_000,
          ResultsConfig.DEFAULT);

  /** Checks the bounds. */
  public IntakeConfig {
    require(hopsMax >= 10, "hops-max must be at least 10");
    require(
        headerOctetsMax >= 16_384 && headerOctetsMax <= 262_144,
        "header-octets-max must be between 16384 and 262144");
    require(expansionsMax >= 100, "expansions-max must be at least 100");
    require(!etrnInterval.isNegative(), "etrn-interval must not be negative");
    require(
        noticeReturnOctetsMax >= 0 && noticeReturnOctetsMax <= 10_000_000,
        "notice-return-octets-max must be between 0 and 10000000");
  }

  /** The same for a relay of whole companies: who logs in may send from any address, and nothing is added. */
  public IntakeConfig forCustomers() {
    return new IntakeConfig(
        false,
        HeaderFrom.ANY,
        false,
        refuseSendersWithoutMail,
        fullMailbox,
        hopsMax,
        headerOctetsMax,
        expansionsMax,
        etrnInterval,
        noticeReturnOctetsMax,
        results);
  }

  /** The same with others whose Authentication-Results come in. */
  public IntakeConfig with(ResultsConfig others) {
    return new IntakeConfig(
        senderMustBelongToLogin,
        headerFrom,
        fixSubmissions,
        refuseSendersWithoutMail,
        fullMailbox,
        hopsMax,
        headerOctetsMax,
        expansionsMax,
        etrnInterval,
        noticeReturnOctetsMax,
        others);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
