package mailroad.lab.command;

import java.util.List;
import mailroad.app.admin.Json;
import mailroad.lab.scenario.Fault;
import mailroad.lab.scenario.Letter;
import mailroad.lab.scenario.SeedReport;
import mailroad.lab.topology.Topology;
import tools.jackson.databind.JsonNode;

/** Reports as JSON. */
final class Views {
  private Views() {}

  private record SeedView(
      long seed,
      boolean well,
      List<String> letters,
      List<String> faults,
      int messages,
      String took,
      List<String> problems,
      List<String> log) {}

  private record SeedsView(
      String topology, long seeds, long letters, long faults, List<SeedView> bad) {}

  static JsonNode seed(SeedReport report, boolean withLog) {
    return Json.tree(view(report, withLog));
  }

  static JsonNode seeds(
      Topology.Kind kind, long played, long letters, long faults, List<SeedReport> bad) {
    return Json.tree(
        new SeedsView(
            kind.toString(),
            played,
            letters,
            faults,
            bad.stream().map(report -> view(report, false)).toList()));
  }

  private static SeedView view(SeedReport report, boolean withLog) {
    return new SeedView(
        report.seed(),
        report.isWell(),
        report.letters().stream().map(Letter::toString).toList(),
        report.plan().faults().stream().map(Fault::toString).toList(),
        report.copies(),
        report.took().toString(),
        report.problems(),
        withLog ? report.log().lines().toList() : List.of());
  }
}
