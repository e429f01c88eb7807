package mailroad.mailauth.dmarc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import mailroad.mailauth.dmarc.DmarcResult.Policy;

/**
 * What a domain publishes (RFC 7489 section 6.3, RFC 9091 section 3.1, RFC 9989 section 4.7).
 *
 * @param policy for the domain itself
 * @param below for domains below it, where that is another one
 * @param missing for domains below it that do not exist, where that is another one
 * @param dkim how close to the From field's domain the domain of a signature must be
 * @param spf how close to it the domain that SPF passed for must be
 * @param percent of how many failing messages in a hundred the policy is meant
 * @param testing whether a milder policy is to be applied, since the domain is only trying
 * @param suffix whether it is a public suffix
 * @param options when reports about single failures are wanted; as written
 * @param reports where aggregate reports are wanted
 */
public record DmarcRecord(
    Policy policy,
    Optional<Policy> below,
    Optional<Policy> missing,
    Alignment dkim,
    Alignment spf,
    int percent,
    boolean testing,
    PublicSuffix suffix,
    String options,
    List<ReportUri> reports) {
  private static final Pattern VERSION = Pattern.compile("[vV][ \\t]*=[ \\t]*DMARC1");

  /** The record's list does not change. */
  public DmarcRecord {
    reports = List.copyOf(reports);
  }

  /** How close two domains must be (RFC 7489 section 3.1). */
  public enum Alignment {
    /** They belong to one organisation. */
    RELAXED,
    /** They are the same. */
    STRICT;

    /** As in reports. */
    @Override
    public String toString() {
      return this == RELAXED ? "r" : "s";
    }
  }

  /** Whether anybody may register below a domain (RFC 9989 section 4.7, {@code psd}). */
  public enum PublicSuffix {
    /** It is a public suffix. */
    YES,
    /** It is an organisational domain. */
    NO,
    /** It does not say. */
    UNSAID
  }

  /** What a text is. */
  sealed interface Reading {}

  /** A record. */
  record Sound(DmarcRecord record) implements Reading {}

  /** A record that says nothing of use. */
  record Broken(String reason) implements Reading {}

  /** RFC 7489 section 6.6.3: whether a text is meant to be a record of DMARC: it begins with the version. */
  static boolean isMeant(String text) {
    int end = text.indexOf(';');
    return VERSION.matcher(end < 0 ? text.strip() : text.substring(0, end).strip()).matches();
  }

  /** Reads a text that is {@linkplain #isMeant meant} to be a record. What is wrong with the less important is passed over. */
  static Reading read(String text) {
    Map<String, String> tags = tags(text);
    Optional<Policy> policy = policy(tags, "p");
    boolean sound =
        policy.isPresent() && (!tags.containsKey("sp") || policy(tags, "sp").isPresent());
    List<ReportUri> reports = ReportUri.all(tags.getOrDefault("rua", ""));
    // RFC 7489 section 6.6.3: without a policy it still may ask for reports.
    return sound || !reports.isEmpty()
        ? new Sound(of(tags, sound ? policy.orElse(Policy.NONE) : Policy.NONE, sound, reports))
        : new Broken("it has no policy: \"p\" or \"sp\" is missing or none of the known ones");
  }

  private static DmarcRecord of(
      Map<String, String> tags, Policy policy, boolean sound, List<ReportUri> reports) {
    return new DmarcRecord(
        policy,
        sound ? policy(tags, "sp") : Optional.empty(),
        sound ? policy(tags, "np") : Optional.empty(),
        alignment(tags, "adkim"),
        alignment(tags, "aspf"),
        percent(tags),
        tags.getOrDefault("t", "n").equalsIgnoreCase("y"),
        suffix(tags.getOrDefault("psd", "u")),
        tags.getOrDefault("fo", "0"),
        reports);
  }

  /** Tags and values, of two with one name the first. */
  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String field : text.split(";", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        String name = field.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        tags.putIfAbsent(name, field.substring(equals + 1).strip());
      }
    }
    return tags;
  }

  private static Optional<Policy> policy(Map<String, String> tags, String name) {
    return switch (tags.getOrDefault(name, "").toLowerCase(Locale.ROOT)) {
      case "none" -> Optional.of(Policy.NONE);
      case "quarantine" -> Optional.of(Policy.QUARANTINE);
      case "reject" -> Optional.of(Policy.REJECT);
      default -> Optional.empty();
    };
  }

  private static Alignment alignment(Map<String, String> tags, String name) {
    return tags.getOrDefault(name, "r").equalsIgnoreCase("s")
        ? Alignment.STRICT
        : Alignment.RELAXED;
  }

  private static int percent(Map<String, String> tags) {
    String text = tags.getOrDefault("pct", "100");
    return text.matches("\\d{1,3}") && Integer.parseInt(text) <= 100 ? Integer.parseInt(text) : 100;
  }

  private static PublicSuffix suffix(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "y" -> PublicSuffix.YES;
      case "n" -> PublicSuffix.NO;
      default -> PublicSuffix.UNSAID;
    };
  }
}
