package mailroad.mta.relay;

import java.time.Duration;
import java.util.List;
import mailroad.kernel.AddressRange;
import mailroad.mta.routing.AddressPattern;

/**
 * What this server does for the domains behind it, as their hub or backup MX.
 *
 * @param verify how it is seen that a recipient exists, where no line of {@code recipients} says so: {@code callout}
 *     asks the next hop, {@code list} takes those that stand in a line alone, {@code none} takes all
 * @param recipients who there is behind certain relay domains; the first line that fits counts
 * @param unreachable what becomes of a recipient nobody can be asked about now: {@code later} has the sender try again,
 *     {@code accept} takes it, so that mail may have to go back to senders who never sent it
 * @param calloutTimeout how long a callout waits for each answer
 * @param calloutHostsMax most hosts that one callout asks
 * @param calloutsMax most callouts at once
 * @param foundFor how long it is remembered that a recipient exists
 * @param missingFor how long it is remembered that a recipient does not exist
 * @param silentFor how long a next hop is not asked again that did not answer
 * @param rememberedMax most answers that are remembered
 * @param flushNetworks hosts that may have the mail of any relay domain sent on by ETRN; a domain's own mail hosts
 *     always may for theirs
 * @param flushOnContact whether mail that waits for a host is sent on as soon as that host connects
 */
public record RelayConfig(
    Verify verify,
    List<RecipientsLine> recipients,
    Unreachable unreachable,
    Duration calloutTimeout,
    int calloutHostsMax,
    int calloutsMax,
    Duration foundFor,
    Duration missingFor,
    Duration silentFor,
    int rememberedMax,
    List<String> flushNetworks,
    boolean flushOnContact) {
  /** The next hop is asked. */
  public static final RelayConfig DEFAULT =
      new RelayConfig(
          Verify.CALLOUT,
          List.of(),
          Unreachable.LATER,
          Duration.ofSeconds(15),
          2,
          50,
          Duration.ofDays(7),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          20_000,
          List.of(),
          true);

  /** How it is seen that a recipient exists. */
  public enum Verify {
    /** The next hop is asked. */
    CALLOUT,
    /** Only those exist that are listed. */
    LIST,
    /** All are believed to exist. */
    NONE
  }

  /** What becomes of a recipient nobody can be asked about now. */
  public enum Unreachable {
    /** 451: the sender tries again. */
    LATER,
    /** It is taken. */
    ACCEPT
  }

  /**
   * Who there is behind a relay domain.
   *
   * @param to recipients: {@code example.org}, {@code .example.org} for all below it, or an address pattern
   * @param verify how it is seen that they exist
   * @param known addresses that exist, such as {@code anna@example.org} or {@code sales-*@example.org}; with {@code
   *     callout}, nobody is asked about these
   */
  public record RecipientsLine(String to, Verify verify, List<String> known) {
    /** Checks the parts. */
    public RecipientsLine {
      require(AddressPattern.parse(to).isPresent(), "to must be a domain or an address: " + to);
      for (String address : known) {
        require(
            address.contains("@") && AddressPattern.parse(address).isPresent(),
            "known must be addresses, not \"%s\"".formatted(address));
      }
      known = List.copyOf(known);
    }
  }

  /** Checks the bounds. */
  public RelayConfig {
    require(calloutTimeout.isPositive(), "callout-timeout must be longer than zero");
    require(
        calloutTimeout.compareTo(Duration.ofMinutes(2)) <= 0,
        "callout-timeout must be at most 2m: a client waits for its reply to RCPT");
    require(calloutHostsMax >= 1, "callout-hosts-max must be at least 1");
    require(calloutsMax >= 1, "callouts-max must be at least 1");
    require(foundFor.isPositive(), "found-for must be longer than zero");
    require(missingFor.isPositive(), "missing-for must be longer than zero");
    require(!silentFor.isNegative(), "silent-for must not be below zero");
    require(rememberedMax >= 100, "remembered-max must be at least 100");
    for (String network : flushNetworks) {
      require(
          AddressRange.parse(network).isPresent(),
          "flush-networks must be address/bits, not \"%s\"".formatted(network));
    }
    recipients = List.copyOf(recipients);
    flushNetworks = List.copyOf(flushNetworks);
  }

  /** The same with other recipients. */
  public RelayConfig withRecipients(List<RecipientsLine> others) {
    return new RelayConfig(
        verify,
        others,
        unreachable,
        calloutTimeout,
        calloutHostsMax,
        calloutsMax,
        foundFor,
        missingFor,
        silentFor,
        rememberedMax,
        flushNetworks,
        flushOnContact);
  }

  /** The same, mail sent on at the wish of hosts in those networks. */
  public RelayConfig withFlushNetworks(List<String> others) {
    return new RelayConfig(
        verify,
        recipients,
        unreachable,
        calloutTimeout,
        calloutHostsMax,
        calloutsMax,
        foundFor,
        missingFor,
        silentFor,
        rememberedMax,
        others,
        flushOnContact);
  }

  /** The same, recipients nobody can be asked about taken or not. */
  public RelayConfig with(Unreachable other) {
    return new RelayConfig(
        verify,
        recipients,
        other,
        calloutTimeout,
        calloutHostsMax,
        calloutsMax,
        foundFor,
        missingFor,
        silentFor,
        rememberedMax,
        flushNetworks,
        flushOnContact);
  }

  /** The same with another way to see who exists. */
  public RelayConfig with(Verify other) {
    return new RelayConfig(
        other,
        recipients,
        unreachable,
        calloutTimeout,
        calloutHostsMax,
        calloutsMax,
        foundFor,
        missingFor,
        silentFor,
        rememberedMax,
        flushNetworks,
        flushOnContact);
  }

  /** The same, so many answers remembered at most. */
  public RelayConfig withRememberedMax(int most) {
    return new RelayConfig(
        verify,
        recipients,
        unreachable,
        calloutTimeout,
        calloutHostsMax,
        calloutsMax,
        foundFor,
        missingFor,
        silentFor,
        most,
        flushNetworks,
        flushOnContact);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
