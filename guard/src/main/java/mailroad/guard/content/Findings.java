package mailroad.guard.content;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Opinion;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;

/** What was found about the files of one message, and what follows by the rules. Used by one task. */
final class Findings {
  /** Of more files with the same finding no more is learned. */
  private static final int NAMED_MAX = 10;

  private final ContentConfig config;
  private final Map<FileFinding, List<Why>> found = new EnumMap<>(FileFinding.class);

  Findings(ContentConfig config) {
    this.config = config;
  }

  /**
   * Notes a finding.
   *
   * @param where the file, and the archives that it lies in
   * @param what is wrong with it, to follow its name
   */
  void add(FileFinding finding, String where, String what) {
    if (config.rule(finding) != ContentConfig.Rule.IGNORE) {
      List<Why> files = found.computeIfAbsent(finding, _ -> new ArrayList<>());
      if (files.size() < NAMED_MAX) {
        files.add(new Why(where + " " + what));
      }
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  Opinion opinion() {
    List<Evidence> evidence = new ArrayList<>();
    each((finding, why) -> evidence.add(config.scores().evidence(finding, why)));
    return new Opinion(evidence, demand(), List.of());
  }

  private void each(BiConsumer<FileFinding, Why> reader) {
    found.forEach((finding, files) ->
        reader.accept(finding, new Why("the message " + finding.text(), files)));
  }

  /** The strongest thing that a rule wants. */
  private Optional<Demand> demand() {
    Optional<FileFinding> refused = first(ContentConfig.Rule.REFUSE);
    if (refused.isPresent()) {
      return Optional.of(new Demand.Refuse(new Reply(550, "5.7.1", config.refusal())));
    }
    return first(ContentConfig.Rule.QUARANTINE)
        .map(finding -> new Demand.Quarantine("the message " + finding.text()));
  }

  private Optional<FileFinding> first(ContentConfig.Rule rule) {
    return found.keySet().stream().filter(it -> config.rule(it) == rule).findFirst();
  }
}
