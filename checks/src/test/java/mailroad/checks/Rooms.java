package mailroad.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rooms of the house as Maven knows them: the one truth about which way the arrows run. */
record Rooms(Map<String, Set<String>> arrows) {
  private static final Pattern MODULE = Pattern.compile("<module>([a-z0-9]+)</module>");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>mailroad</groupId>\\s*<artifactId>([a-z0-9]+)</artifactId>"
              + "((?:(?!</dependency>).)*)</dependency>",
          Pattern.DOTALL);

  /** Where the checks themselves live: above all, and not a room. */
  static final String CHECKS = "checks";

  /** Reads the poms: each room with the rooms that it declares for its own code, not for its tests. */
  static Rooms read() {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    Matcher modules = MODULE.matcher(Sources.read(Sources.ROOT.resolve("pom.xml")));
    while (modules.find()) {
      String room = modules.group(1);
      if (!room.equals(CHECKS)) {
        arrows.put(room, declared(Sources.read(Sources.ROOT.resolve(room).resolve("pom.xml"))));
      }
    }
    return new Rooms(arrows);
  }

  private static Set<String> declared(String pom) {
    Set<String> rooms = new TreeSet<>();
    Matcher dependencies = DEPENDENCY.matcher(pom);
    while (dependencies.find()) {
      if (!dependencies.group(2).contains("<scope>test</scope>")) {
        rooms.add(dependencies.group(1));
      }
    }
    return rooms;
  }

  /** What a room declares, and what these declare, and so on. */
  Set<String> below(String room) {
    Set<String> found = new TreeSet<>();
    List<String> open = new ArrayList<>(arrows.getOrDefault(room, Set.of()));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (found.add(next)) {
        open.addAll(arrows.getOrDefault(next, Set.of()));
      }
    }
    return found;
  }
}
