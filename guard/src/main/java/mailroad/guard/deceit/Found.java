package mailroad.guard.deceit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Why;

/** What was found in one message; each kind counts once, however often it is found. Used by one task. */
final class Found {
  /** Of more of a kind no more is learned. */
  private static final int NAMED_MAX = 5;

  private final Map<DeceitFinding, Set<String>> found = new EnumMap<>(DeceitFinding.class);

  /** Notes a finding, in a sentence that a recipient understands. */
  void add(DeceitFinding finding, String sentence) {
    Set<String> sentences = found.computeIfAbsent(finding, _ -> new LinkedHashSet<>());
    if (sentences.size() < NAMED_MAX) {
      sentences.add(sentence);
    }
  }

  List<Evidence> evidence(DeceitScores scores) {
    List<Evidence> out = new ArrayList<>();
    found.forEach((finding, sentences) -> out.add(scores.evidence(finding, why(sentences))));
    return out;
  }

  private static Why why(Set<String> sentences) {
    List<Why> all = sentences.stream().map(Why::new).toList();
    return all.size() == 1
        ? all.getFirst()
        : new Why(all.getFirst().finding(), all.subList(1, all.size()));
  }
}
