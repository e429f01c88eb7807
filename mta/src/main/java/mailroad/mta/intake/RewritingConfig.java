package mailroad.mta.intake;

import java.util.List;
import java.util.Locale;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mta.routing.AddressPattern;

/**
 * Which addresses are written anew on their way in. Each is written anew once; there are no circles.
 *
 * @param canonical addresses and what they become; the first line that fits counts
 * @param masqueradeDomains domains that senders are of, whatever host below them they write from: {@code
 *     anna@pc7.example.org} becomes {@code anna@example.org}
 * @param masqueradeExceptions local parts that keep their host, such as {@code root}
 * @param senderFields header fields of submitted mail in which senders' addresses are written anew too, such as {@code
 *     From}; empty for the envelope alone
 * @param recipientFields header fields of submitted mail in which recipients' addresses are written anew too, such as
 *     {@code To}; empty for the envelope alone
 */
public record RewritingConfig(
    List<CanonicalLine> canonical,
    List<String> masqueradeDomains,
    List<String> masqueradeExceptions,
    List<String> senderFields,
    List<String> recipientFields) {
  /** All addresses stay as they are. */
  public static final RewritingConfig DEFAULT =
      new RewritingConfig(List.of(), List.of(), List.of(), List.of(), List.of());

  /** Whose addresses a line speaks of. */
  public enum Whom {
    ALL,
    SENDERS,
    RECIPIENTS
  }

  /**
   * An address and what it becomes.
   *
   * @param address one address, a pattern such as {@code *@old.example.org}, or a domain
   * @param becomes another address, or {@code @example.org} to change the domain alone
   * @param whom {@code all}, {@code senders} or {@code recipients}
   */
  public record CanonicalLine(String address, String becomes, Whom whom) {
    /** Checks the parts. */
    public CanonicalLine {
      require(
          !address.isEmpty() && AddressPattern.parse(address).isPresent(),
          "address must be an address, a pattern or a domain: " + address);
      require(
          becomes.startsWith("@")
              ? Domain.parse(becomes.substring(1)).isPresent()
              : EmailAddress.parse(becomes).isPresent(),
          "becomes must be an address or @domain: " + becomes);
    }

    EmailAddress apply(EmailAddress from) {
      return becomes.startsWith("@")
          ? new EmailAddress(from.localPart(), new Domain(becomes.substring(1)))
          : EmailAddress.of(becomes);
    }

    @Override
    public String toString() {
      return "address = \"%s\", becomes = \"%s\", whom = \"%s\""
          .formatted(address, becomes, whom.name().toLowerCase(Locale.ROOT));
    }
  }

  /** Checks the entries. */
  public RewritingConfig {
    for (String domain : masqueradeDomains) {
      require(
          Domain.parse(domain).isPresent(),
          "masquerade-domains must be domains, not \"%s\"".formatted(domain));
    }
    requireFields(senderFields, "sender-fields");
    requireFields(recipientFields, "recipient-fields");
    canonical = List.copyOf(canonical);
    masqueradeDomains = List.copyOf(masqueradeDomains);
    masqueradeExceptions = List.copyOf(masqueradeExceptions);
    senderFields = List.copyOf(senderFields);
    recipientFields = List.copyOf(recipientFields);
  }

  private static void requireFields(List<String> names, String key) {
    for (String name : names) {
      require(
          name.matches("[!-9;-~]+"), "%s must be names of fields, not \"%s\"".formatted(key, name));
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
