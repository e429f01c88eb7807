package mailroad.mailauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailroad.mailauth.AuthenticationResults.Finding;
import mailroad.mailauth.AuthenticationResults.Property;

/** Reads the value of an {@code Authentication-Results} field (RFC 8601 section 2.2). Total, one pass, bounded. */
final class ResultsReader {
  private static final int FINDINGS_MAX = 200;
  private static final int PROPERTIES_MAX = 50;

  private final String text;
  private int at;

  ResultsReader(String text) {
    this.text = text;
  }

  Optional<AuthenticationResults> read() {
    blanks();
    Optional<String> author = word();
    if (author.isEmpty()) {
      return Optional.empty();
    }
    blanks();
    token(); // a version, of which there is only one
    blanks();
    List<Finding> findings = new ArrayList<>();
    while (at < text.length() && findings.size() < FINDINGS_MAX) {
      if (text.charAt(at) == ';') {
        at++;
        finding().ifPresent(findings::add);
      }
      toSemicolon();
    }
    return Optional.of(new AuthenticationResults(author.get(), findings));
  }

  /** Behind what could not be read. */
  private void toSemicolon() {
    while (at < text.length() && text.charAt(at) != ';') {
      switch (text.charAt(at)) {
        case '(' -> blanks();
        case '"' -> quoted();
        default -> at++;
      }
    }
  }

  private Optional<Finding> finding() {
    blanks();
    String method = token();
    blanks();
    if (skip('/')) { // the method's version
      blanks();
      token();
      blanks();
    }
    if (method.isEmpty() || !skip('=')) {
      return Optional.empty();
    }
    blanks();
    String result = token();
    if (result.isEmpty()) {
      return Optional.empty();
    }
    String reason = "";
    List<Property> properties = new ArrayList<>();
    while (properties.size() < PROPERTIES_MAX) {
      blanks();
      String name = name();
      blanks();
      if (name.isEmpty() || !skip('=')) {
        break;
      }
      blanks();
      String value = value();
      if (name.equals("reason")) {
        reason = value;
      } else {
        properties.add(new Property(name, value));
      }
    }
    return Optional.of(
        new Finding(
            method.toLowerCase(Locale.ROOT), result.toLowerCase(Locale.ROOT), reason, properties));
  }

  /** {@code ptype . property}, blanks around the dot allowed. */
  private String name() {
    StringBuilder name = new StringBuilder(token());
    while (true) {
      int before = at;
      blanks();
      boolean goesOn =
          at < text.length()
              && (text.charAt(at) == '.'
                  || !name.isEmpty() && name.charAt(name.length() - 1) == '.');
      String more = goesOn ? token() : "";
      if (more.isEmpty()) {
        at = before;
        return name.toString().toLowerCase(Locale.ROOT);
      }
      name.append(more);
    }
  }

  /** A word, or words and quoted strings without a blank between, such as of an address. */
  private String value() {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        value.append(quoted());
      } else if (isBlank(c) || c == ';' || c == '(') {
        break;
      } else {
        value.append(c);
        at++;
      }
    }
    return value.toString();
  }

  private Optional<String> word() {
    String word = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
    return word.isEmpty() ? Optional.empty() : Optional.of(word);
  }

  private String token() {
    int from = at;
    while (at < text.length() && AuthenticationResults.isOfToken(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  /** What stands in quotes; they end with the text, if nowhere else. */
  private String quoted() {
    StringBuilder out = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      out.append(text.charAt(at++));
    }
    at = Math.min(at + 1, text.length());
    return out.toString();
  }

  private boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  /** Skips blanks and comments, which may nest. */
  private void blanks() {
    int depth = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '(') {
        depth++;
      } else if (depth == 0 && !isBlank(c)) {
        return;
      } else if (c == ')') {
        depth--;
      } else if (c == '\\' && depth > 0) {
        at++;
      }
    }
    at = Math.min(at, text.length());
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
