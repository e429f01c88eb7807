package mailroad.mailauth;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import mailroad.kernel.Domain;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dkim.FoldedField;
import mailroad.mailauth.spf.SpfResult;

/**
 * What a server found about a message, as the {@code Authentication-Results} field says it (RFC 8601), and the {@code
 * ARC-Authentication-Results} field behind its number (RFC 8617 section 4.1.1). Written so that no value from outside
 * can pass for anything else, and read from whatever others wrote. Pure.
 *
 * @param author who found it ({@code authserv-id})
 * @param findings in order
 */
public record AuthenticationResults(String author, List<Finding> findings) {
  /** What is longer is left out: nobody needs to know it, and lines have their limit. */
  private static final int VALUE_CHARS_MAX = 320;

  private static final int REASON_CHARS_MAX = 160;

  /** The record's list does not change. */
  public AuthenticationResults {
    findings = List.copyOf(findings);
  }

  /**
   * What one method found.
   *
   * @param method such as {@code dkim}
   * @param result such as {@code pass}
   * @param reason for people; empty for none
   * @param properties what it was found about
   */
  public record Finding(String method, String result, String reason, List<Property> properties) {
    /** The record's list does not change. */
    public Finding {
      properties = List.copyOf(properties);
    }

    /** A property's value, such as of {@code header.d}. */
    public Optional<String> property(String name) {
      return properties.stream()
          .filter(property -> property.name().equalsIgnoreCase(name))
          .map(Property::value)
          .findFirst();
    }
  }

  /**
   * What something was found about.
   *
   * @param name its kind and its own name, such as {@code header.from}
   */
  public record Property(String name, String value) {}

  /** What was found about a message that this client sent. */
  public static AuthenticationResults of(Domain author, Authentication found, InetAddress client) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        finding(
            "iprev",
            found.iprev().code(),
            found.iprev().why(),
            new Property("policy.iprev", client.getHostAddress())));
    if (found.helo().code() != SpfResult.Code.NONE) {
      findings.add(spf(found.helo(), "smtp.helo"));
    }
    findings.add(spf(found.mail(), "smtp.mailfrom"));
    if (found.dkim().isEmpty()) {
      findings.add(new Finding("dkim", DkimResult.Code.NONE.toString(), "", List.of()));
    }
    found.dkim().forEach(result -> findings.add(dkim(result)));
    findings.add(
        finding(
            "dmarc",
            found.dmarc().code(),
            found.dmarc().why(),
            new Property("header.from", found.dmarc().from().map(Domain::name).orElse(""))));
    findings.add(
        finding(
            "arc",
            found.arc().code(),
            found.arc().why(),
            new Property("smtp.remote-ip", client.getHostAddress())));
    return new AuthenticationResults(author.name(), findings);
  }

  private static Finding spf(SpfResult result, String about) {
    return finding("spf", result.code(), result.why(), new Property(about, result.domain()));
  }

  private static Finding dkim(DkimResult result) {
    return finding(
        "dkim",
        result.code(),
        result.why(),
        new Property("header.d", result.domain().map(Domain::name).orElse("")),
        new Property("header.i", result.identity()),
        new Property("header.s", result.selector()),
        new Property("header.a", result.algorithm()),
        new Property("header.b", result.mark()));
  }

  /** What is as it should be needs no reason. */
  private static Finding finding(String method, Enum<?> code, Why why, Property... properties) {
    boolean plain = code.name().equals("PASS") || code.name().equals("NONE");
    return new Finding(
        method,
        code.name().toLowerCase(Locale.ROOT),
        plain ? "" : reason(why),
        Stream.of(properties).filter(property -> !property.value().isEmpty()).toList());
  }

  /** What decided comes last. */
  private static String reason(Why why) {
    return why.because().isEmpty() ? why.finding() : why.because().getLast().finding();
  }

  /** Whether a method came to a result for a property, such as dmarc to pass for a From domain. */
  public boolean says(String method, String result, String property, String value) {
    return findings.stream()
        .anyMatch(finding ->
            finding.method().equals(method)
                && finding.result().equals(result)
                && finding.property(property).filter(value::equalsIgnoreCase).isPresent());
  }

  /** The header field, folded, with its CRLF. */
  public String field() {
    FoldedField field = new FoldedField("Authentication-Results");
    write(field);
    return field.toString();
  }

  /** What stands behind the field's name, folded. */
  public String value() {
    String field = field();
    return field.substring(field.indexOf(':') + 1).strip();
  }

  /** Writes what stands behind the name of the field. */
  private void write(FoldedField field) {
    field.word(value(author).orElse("unknown") + ";");
    if (findings.isEmpty()) {
      field.word("none");
    }
    for (int i = 0; i < findings.size(); i++) {
      List<String> words = words(findings.get(i));
      for (int w = 0; w < words.size(); w++) {
        boolean ends = w == words.size() - 1 && i < findings.size() - 1;
        field.word(words.get(w) + (ends ? ";" : ""));
      }
    }
  }

  private static List<String> words(Finding finding) {
    List<String> words = new ArrayList<>();
    words.add(keyword(finding.method()) + "=" + keyword(finding.result()));
    String reason = printable(finding.reason());
    if (!reason.isEmpty()) {
      words.add("reason=" + quoted(reason));
    }
    for (Property property : finding.properties()) {
      value(property.value()).ifPresent(value -> words.add(property.name() + "=" + value));
    }
    return words;
  }

  private static String keyword(String text) {
    return isToken(text) ? text : "unknown";
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length() && i < REASON_CHARS_MAX; i++) {
      char c = text.charAt(i);
      out.append(c >= ' ' && c < 127 ? c : '?');
    }
    return out.toString().strip();
  }

  /** A value as it can stand there; empty if it must not: it is no text of ASCII, or too long. */
  private static Optional<String> value(String text) {
    if (text.isEmpty()
        || text.length() > VALUE_CHARS_MAX
        || !Text.all(text, c -> c >= ' ' && c < 127)) {
      return Optional.empty();
    }
    return Optional.of(isToken(text) || isAddress(text) ? text : quoted(text));
  }

  /** RFC 8601 section 2.2: {@code [[local-part] "@"] domain-name} needs no quotes. */
  private static boolean isAddress(String text) {
    int at = text.lastIndexOf('@');
    return at >= 0
        && Text.all(text.substring(0, at), c -> isOfToken(c) || c == '/')
        && !text.startsWith(".")
        && isToken(text.substring(at + 1));
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && Text.all(text, AuthenticationResults::isOfToken);
  }

  /** RFC 2045 section 5.1: neither blanks, controls nor specials are of a token. */
  static boolean isOfToken(int c) {
    return c > ' ' && c < 127 && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /**
   * Reads what others wrote: the unfolded value of the field. What cannot be read of it is left out.
   *
   * @return empty if not even its author can be read
   */
  public static Optional<AuthenticationResults> parse(String value) {
    return new ResultsReader(value).read();
  }

  /** Reads the value of an {@code ARC-Authentication-Results} field, the number of its set in front. */
  public static Optional<AuthenticationResults> parseArc(String value) {
    int end = value.indexOf(';');
    return end < 0 || !value.substring(0, end).matches("\\s*i\\s*=\\s*\\d{1,3}\\s*")
        ? Optional.empty()
        : parse(value.substring(end + 1));
  }
}
