package mailroad.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code docs/rfc/index.tsv}: the RFCs that Mailroad follows, and how far. */
record RfcIndex(List<Row> rows) {
  /**
   * One RFC.
   *
   * @param status {@code whole}, {@code partly}, {@code context} (cited, nothing to be done) or {@code no}
   * @param tests simple names of test classes, with commas
   */
  record Row(int rfc, String title, String status, List<String> tests, String note) {}

  static final List<String> STATUSES = List.of("whole", "partly", "context", "no");

  static RfcIndex read() {
    List<Row> rows = new ArrayList<>();
    for (String line : Sources.read(Sources.ROOT.resolve("docs/rfc/index.tsv")).lines().toList()) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      String[] cells = line.split("\t", -1);
      if (cells.length != 5) {
        throw new AssertionError("docs/rfc/index.tsv: not five cells: " + line);
      }
      List<String> tests = cells[3].isBlank() ? List.of() : List.of(cells[3].split(", *"));
      rows.add(new Row(Integer.parseInt(cells[0]), cells[1], cells[2], tests, cells[4]));
    }
    return new RfcIndex(rows);
  }

  /** The page that users read. */
  String page(Citations main, Citations tests) {
    StringBuilder out = new StringBuilder("# RFCs\n\n");
    out.append(
        "Made from `docs/rfc/index.tsv` and the citations in the sources; a test keeps it true.\n");
    out.append("*whole*: all that the RFC asks of our roles; *partly*: see the note; ");
    out.append("*context*: cited, asks nothing of us; *no*: left out.\n\n");
    out.append("| RFC | title | status | cited sections | tests | note |\n");
    out.append("|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      Map<String, TreeSet<String>> cited = main.byRfc().getOrDefault(row.rfc(), new TreeMap<>());
      Map<String, TreeSet<String>> tested = tests.byRfc().getOrDefault(row.rfc(), new TreeMap<>());
      TreeSet<String> testNames = new TreeSet<>(row.tests());
      tested.values().forEach(files -> files.forEach(file -> testNames.add(simpleName(file))));
      out.append(
          "| %d | %s | %s | %s | %s | %s |\n"
              .formatted(
                  row.rfc(),
                  row.title(),
                  row.status(),
                  String.join(", ", cited.keySet().stream().filter(s -> !s.isEmpty()).toList()),
                  String.join(", ", testNames),
                  row.note()));
    }
    return out.toString();
  }

  private static String simpleName(String file) {
    return file.substring(file.lastIndexOf('/') + 1).replace(".java", "");
  }
}
