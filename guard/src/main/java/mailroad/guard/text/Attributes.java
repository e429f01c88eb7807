package mailroad.guard.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import mailroad.mime.CharacterReferences;

/** The attributes of a tag; of several with one name the first counts. */
final class Attributes {
  private static final int MAX = 60;

  private final String html;
  private Map<String, String> values = Map.of();
  private int at;

  /** Reads attributes up to the end of the tag. */
  Attributes(String html, int from) {
    this.html = html;
    this.at = from;
    while (at < html.length() && html.charAt(at) != '>') {
      if (isBlank(html.charAt(at)) || html.charAt(at) == '/') {
        at++;
      } else {
        attribute();
      }
    }
    at = Math.min(at + 1, html.length());
  }

  /** The place behind the tag. */
  int end() {
    return at;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** Whether one of them is a script, such as {@code onclick}. */
  boolean handles() {
    return values.keySet().stream().anyMatch(name -> name.length() > 4 && name.startsWith("on"));
  }

  private void attribute() {
    int from = at;
    do {
      at++;
    } while (at < html.length() && "=>/ \t\r\n".indexOf(html.charAt(at)) < 0);
    String name = html.substring(from, at).toLowerCase(Locale.ROOT);
    blanks();
    String value = "";
    if (at < html.length() && html.charAt(at) == '=') {
      at++;
      blanks();
      value = value();
    }
    if (values.isEmpty()) {
      values = new HashMap<>();
    }
    if (values.size() < MAX) {
      values.putIfAbsent(name, CharacterReferences.resolve(value));
    }
  }

  private String value() {
    if (at < html.length() && (html.charAt(at) == '"' || html.charAt(at) == '\'')) {
      int end = html.indexOf(html.charAt(at), at + 1);
      String value = html.substring(at + 1, end < 0 ? html.length() : end);
      at = end < 0 ? html.length() : end + 1;
      return value;
    }
    int from = at;
    while (at < html.length() && html.charAt(at) != '>' && !isBlank(html.charAt(at))) {
      at++;
    }
    return html.substring(from, at);
  }

  private void blanks() {
    while (at < html.length() && isBlank(html.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
  }
}
