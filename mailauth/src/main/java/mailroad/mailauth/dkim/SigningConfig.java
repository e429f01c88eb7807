package mailroad.mailauth.dkim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;

/**
 * How mail that begins its way here is signed.
 *
 * @param enabled whether it is signed where its From domain has keys
 * @param fields header fields that are signed where the message has them
 * @param oversigned those of them that nobody can add later without breaking the signature
 * @param sevenBit whether bodies with octets above 127 get a transfer encoding before they are signed (RFC 6376 section 5.3):
 *     a host on the way that takes seven bits alone would have to do so, and break the signature
 * @param subdomains whether a domain's keys also sign for the domains below it that have none of their own
 * @param validity how long signatures hold; zero for no end
 * @param rsaBits length of new RSA keys
 * @param keyFiles keys in files, besides those in the store
 * @param rotateAfter how long a key in the store is used before a new one takes its place; zero for until it is told
 * @param publishBefore how long a new key is published before it takes the place of another
 * @param retireAfter how long a key stays published after it was used last
 * @param checkInterval how often it is looked whether a key is due, and whether DNS has it
 */
public record SigningConfig(
    boolean enabled,
    List<String> fields,
    List<String> oversigned,
    boolean sevenBit,
    boolean subdomains,
    Duration validity,
    int rsaBits,
    List<KeyFile> keyFiles,
    Duration rotateAfter,
    Duration publishBefore,
    Duration retireAfter,
    Duration checkInterval) {
  /** The fields of RFC 6376 section 5.4.1, those of lists (RFC 2369, RFC 8058), and those of reports (RFC 8460 section 3). */
  public static final SigningConfig DEFAULT =
      new SigningConfig(
          true,
          List.of(
              "From",
              "Sender",
              "Reply-To",
              "Subject",
              "Date",
              "Message-ID",
              "To",
              "Cc",
              "MIME-Version",
              "Content-Type",
              "Content-Transfer-Encoding",
              "Content-ID",
              "Content-Description",
              "Resent-Date",
              "Resent-From",
              "Resent-Sender",
              "Resent-To",
              "Resent-Cc",
              "Resent-Message-ID",
              "In-Reply-To",
              "References",
              "Auto-Submitted",
              "List-Id",
              "List-Help",
              "List-Unsubscribe",
              "List-Unsubscribe-Post",
              "List-Subscribe",
              "List-Post",
              "List-Owner",
              "List-Archive",
              "TLS-Required",
              "TLS-Report-Domain",
              "TLS-Report-Submitter"),
          List.of(
              "From",
              "Reply-To",
              "Subject",
              "Date",
              "Message-ID",
              "To",
              "Cc",
              "MIME-Version",
              "Content-Type",
              "Content-Transfer-Encoding"),
          true,
          true,
          Duration.ZERO,
          2_048,
          List.of(),
          Duration.ZERO,
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofMinutes(10));

  /**
   * A key in a file.
   *
   * @param domain that signs with it
   * @param selector under which its public half is published
   * @param file the private key in PEM, which only its owner may read; relative to the configuration file
   */
  public record KeyFile(String domain, String selector, String file) {
    /** All three are needed. */
    public KeyFile {
      Optional<Domain> name = Domain.parse(domain).filter(known -> !known.isLiteral());
      require(name.isPresent(), "domain must be one such as example.org");
      require(
          Domain.parse(KeyLookup.name(selector, name.get())).isPresent(),
          "selector must be a name such as s2026");
      require(!file.isEmpty(), "file must name the private key's file");
    }
  }

  /** Checks names and times. */
  public SigningConfig {
    fields = List.copyOf(fields);
    oversigned = List.copyOf(oversigned);
    keyFiles = List.copyOf(keyFiles);
    require(fields.stream().allMatch(SigningConfig::isName), "fields must be names of fields");
    require(fields.stream().anyMatch("From"::equalsIgnoreCase), "fields must have From among them");
    for (String name : oversigned) {
      require(
          fields.stream().anyMatch(name::equalsIgnoreCase),
          "oversigned must be among fields, as \"%s\" is not".formatted(name));
    }
    // RFC 6376 section 5.4: what others change on the way is not to be signed.
    require(
        fields.stream()
            .noneMatch(name ->
                name.equalsIgnoreCase("Received")
                    || name.equalsIgnoreCase("Return-Path")
                    || name.equalsIgnoreCase("DKIM-Signature")),
        "fields must not be Received, Return-Path or DKIM-Signature");
    require(!validity.isNegative(), "validity must not be negative");
    require(rsaBits >= 2_048 && rsaBits <= 4_096, "rsa-bits must be between 2048 and 4096");
    require(!rotateAfter.isNegative(), "rotate-after must not be negative");
    require(!publishBefore.isNegative(), "publish-before must not be negative");
    require(!retireAfter.isNegative(), "retire-after must not be negative");
    require(
        rotateAfter.isZero() || rotateAfter.compareTo(publishBefore) > 0,
        "rotate-after must be longer than publish-before");
    require(
        checkInterval.compareTo(Duration.ofSeconds(1)) >= 0, "check-interval must be at least 1s");
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 127 && c != ':' && c != ';');
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
