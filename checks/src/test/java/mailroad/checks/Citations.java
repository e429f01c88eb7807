package mailroad.checks;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which RFCs, and which sections of them, the sources cite. */
record Citations(Map<Integer, Map<String, TreeSet<String>>> byRfc) {
  private static final Pattern CITATION =
      Pattern.compile(
          "RFC[ *\\n\\r]+(\\d{3,5})(?:[ *\\n\\r]+section[ *\\n\\r]+(\\d+(?:\\.\\d+)*))?");

  /** By section number, as people count: 4.2 before 4.10; the whole RFC first. */
  private static final Comparator<String> SECTIONS =
      Comparator.comparing(section ->
          java.util.Arrays.stream(section.isEmpty() ? new String[0] : section.split("\\.", -1))
              .map(part -> "%05d".formatted(Integer.parseInt(part)))
              .reduce("", (a, b) -> a + "." + b));

  static Citations in(List<Path> files) {
    Map<Integer, Map<String, TreeSet<String>>> found = new TreeMap<>();
    for (Path file : files) {
      Matcher matcher = CITATION.matcher(Sources.read(file));
      while (matcher.find()) {
        String section = matcher.group(2) == null ? "" : matcher.group(2);
        found
            .computeIfAbsent(Integer.parseInt(matcher.group(1)), _ -> new TreeMap<>(SECTIONS))
            .computeIfAbsent(section, _ -> new TreeSet<>())
            .add(Sources.name(file));
      }
    }
    return new Citations(found);
  }
}
