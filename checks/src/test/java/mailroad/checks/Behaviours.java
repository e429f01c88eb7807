package mailroad.checks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code docs/behaviours.md}: what a mail transfer agent must get right (R) and must hold out against (A), by number,
 * and the tests that show it. A test cites a number in its name, at the beginning ({@code r17GoesOn}) or at the end
 * ({@code goesOnR17}), in its text ({@code "R17 lost"}) or in the comment above it; the comment above a class cites for
 * all of the class.
 */
record Behaviours(Map<String, Row> rows) {
  static final String PAGE = "docs/behaviours.md";

  private static final Pattern ROW =
      Pattern.compile("^\\| ([RA]\\d{1,2}) \\| ([^|]*) \\| ([^|]*) \\|$", Pattern.MULTILINE);
  private static final Pattern TEST =
      Pattern.compile(
          "(?:/\\*\\*[^*]*+(?:\\*(?!/)[^*]*+)*+\\*/\\s*)?@(?:ParameterizedTest|Test)\\b");
  private static final Pattern CLASS =
      Pattern.compile("/\\*\\*([^*]*+(?:\\*(?!/)[^*]*+)*+)\\*/\\s*(?:@\\w+\\s+)?class ");
  private static final Pattern NAME = Pattern.compile("\\bvoid (\\w+)\\(");
  private static final Pattern IN_NAME = Pattern.compile("\\G([ra]\\d{1,2})(?=[A-Zra])");
  private static final Pattern AT_END = Pattern.compile("(?:[RA]\\d{1,2})+$");

  /** Not the octets of quoted-printable and the like. */
  private static final Pattern IN_TEXT = Pattern.compile("(?<![+=%])\\b([RA]\\d{1,2})\\b");

  /** Commands of IMAP have tags such as A1. */
  private static final Pattern TAGGED = Pattern.compile("(?:^|/)(?:imap|pop3)/");

  /**
   * A behaviour.
   *
   * @param text in one line
   * @param tests {@code Class#method} with commas; {@code open} if there is none
   */
  record Row(String text, String tests) {
    List<String> named() {
      return tests.equals("open") || tests.isEmpty()
          ? List.of()
          : List.of(tests.replace("`", "").split(", "));
    }
  }

  static Behaviours read() {
    Map<String, Row> rows = new LinkedHashMap<>();
    Matcher matcher = ROW.matcher(Sources.read(Sources.ROOT.resolve(PAGE)));
    while (matcher.find()) {
      rows.put(matcher.group(1), new Row(matcher.group(2).strip(), matcher.group(3).strip()));
    }
    return new Behaviours(rows);
  }

  /** The tests that cite each number. */
  static Map<String, TreeSet<String>> cited() {
    Map<String, TreeSet<String>> cited = new TreeMap<>();
    for (Path file : Sources.java("src/test/java")) {
      String source = Sources.read(file);
      String type = String.valueOf(file.getFileName()).replace(".java", "");
      List<Integer> starts = new ArrayList<>();
      Matcher test = TEST.matcher(source);
      while (test.find()) {
        starts.add(test.start());
      }
      Matcher ofClass = CLASS.matcher(source);
      if (ofClass.find() && !TAGGED.matcher(Sources.name(file)).find()) {
        cite(IN_TEXT, ofClass.group(1), type, cited);
      }
      for (int i = 0; i < starts.size(); i++) {
        int end = i + 1 < starts.size() ? starts.get(i + 1) : source.length();
        cite(Sources.name(file), type, source.substring(starts.get(i), end), cited);
      }
    }
    return cited;
  }

  private static void cite(
      String file, String type, String test, Map<String, TreeSet<String>> cited) {
    Matcher name = NAME.matcher(test);
    if (!name.find()) {
      return;
    }
    String place = type + "#" + name.group(1);
    cite(IN_NAME, name.group(1), place, cited);
    Matcher atEnd = AT_END.matcher(name.group(1));
    if (atEnd.find()) {
      cite(IN_NAME, atEnd.group().toLowerCase(Locale.ROOT) + "A", place, cited);
    }
    if (!TAGGED.matcher(file).find()) {
      cite(IN_TEXT, test, place, cited);
    }
  }

  private static void cite(
      Pattern how, String text, String place, Map<String, TreeSet<String>> cited) {
    Matcher matcher = how.matcher(text);
    while (matcher.find()) {
      String number = matcher.group(1).toUpperCase(Locale.ROOT);
      cited.computeIfAbsent(number, _ -> new TreeSet<>()).add(place);
    }
  }

  /** The page with the tests that there are now. */
  String page(Map<String, TreeSet<String>> cited) {
    StringBuilder out = new StringBuilder(Sources.read(Sources.ROOT.resolve(PAGE)));
    Matcher matcher = ROW.matcher(out.toString());
    StringBuilder anew = new StringBuilder();
    while (matcher.find()) {
      String tests =
          cited.containsKey(matcher.group(1))
              ? "`" + String.join("`, `", cited.get(matcher.group(1))) + "`"
              : "open";
      matcher.appendReplacement(
          anew,
          Matcher.quoteReplacement(
              "| %s | %s | %s |".formatted(matcher.group(1), matcher.group(2).strip(), tests)));
    }
    return matcher.appendTail(anew).toString();
  }
}
