package mailroad.guard.path;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.AddressRange;

/**
 * Reads the clauses of a trace field. Servers agree on {@code from}, {@code by} and the date, and put the client's address
 * in many places: {@code (name [192.0.2.1])} as Sendmail and Postfix, {@code ([192.0.2.1])}, {@code (192.0.2.1)} as
 * Exchange and qmail, {@code (HELO name) (192.0.2.1)} as qmail, {@code ([192.0.2.1] helo=name)} as Exim. One pass; used
 * once.
 */
final class ReceivedReader {
  private static final Set<String> CLAUSES = Set.of("from", "by", "via", "with", "id", "for");
  private static final int COMMENTS_MAX = 20;

  private static final Pattern BRACKETED =
      Pattern.compile("\\[(?:IPv6:)?([0-9A-Fa-f.:]{3,45})(?:%[^\\]]{1,20})?\\]");
  private static final Pattern BARE =
      Pattern.compile(
          "(?<![\\w.:])(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\\w.:])");
  private static final Pattern HELO = Pattern.compile("(?i)\\b(?:helo|ehlo)[= ]([^\\s()]{1,255})");
  private static final Pattern NAME =
      Pattern.compile("(?i)[a-z0-9_](?:[a-z0-9_-]{0,62}\\.){1,30}+[a-z0-9-]{2,63}\\.?|localhost");

  private final String text;
  private int at;
  private final Map<String, String> values = new HashMap<>();
  private final List<String> fromComments = new ArrayList<>();

  ReceivedReader(String text) {
    this.text = text;
  }

  ReceivedField read(Optional<Instant> date) {
    String clause = "";
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '(') {
        String comment = comment();
        if (clause.equals("from") && fromComments.size() < COMMENTS_MAX) {
          fromComments.add(comment);
        }
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        String word = word();
        String key = word.toLowerCase(Locale.ROOT);
        if (CLAUSES.contains(key) && !values.containsKey(key)) {
          clause = key;
          values.put(key, "");
        } else if (values.getOrDefault(clause, "-").isEmpty()) {
          values.put(clause, word);
        }
      }
    }
    return field(date);
  }

  /** The comment that begins here, with those within it, without its parentheses. */
  private String comment() {
    int from = at + 1;
    int depth = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return text.substring(from, at++);
      }
    }
    at = text.length();
    return text.substring(Math.min(from, at));
  }

  private String word() {
    int from = at;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && text.charAt(at) != '(') {
      at++;
    }
    return text.substring(from, at);
  }

  private String value(String clause) {
    String word = values.getOrDefault(clause, "");
    return word.startsWith("<") && word.endsWith(">") && word.length() > 1
        ? word.substring(1, word.length() - 1)
        : word;
  }

  private ReceivedField field(Optional<Instant> date) {
    String from = value("from");
    String said = String.join(" ", fromComments);
    Matcher helo = HELO.matcher(said);
    boolean heloSaid = helo.find();
    // qmail and Exim: the name by DNS stands first, and what the client said in the comment.
    String reverse = heloSaid ? from : name(said);
    Optional<InetAddress> inComment = address(said);
    return new ReceivedField(
        heloSaid ? helo.group(1) : from,
        isName(reverse) ? reverse : "",
        inComment.isPresent() ? inComment : address(from),
        value("by"),
        value("with"),
        value("id"),
        value("for"),
        date);
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches() && AddressRange.address(text).isEmpty();
  }

  /** The first word of a comment that is a name. */
  private static String name(String comment) {
    for (String word : comment.split("[\\s\\[\\](),;=]+")) {
      String name = word.substring(word.lastIndexOf('@') + 1);
      if (isName(name)) {
        return name;
      }
    }
    return "";
  }

  private static Optional<InetAddress> address(String comment) {
    for (Pattern pattern : List.of(BRACKETED, BARE)) {
      Matcher matcher = pattern.matcher(comment);
      while (matcher.find()) {
        Optional<InetAddress> address = AddressRange.address(matcher.group(1));
        if (address.isPresent()) {
          return address;
        }
      }
    }
    return Optional.empty();
  }
}
