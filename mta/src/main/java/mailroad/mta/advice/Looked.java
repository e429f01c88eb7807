package mailroad.mta.advice;

import java.util.List;
import java.util.stream.Stream;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Rr;
import mailroad.dns.WalkStep;

/**
 * One question to DNS, the answer, and the steps that led to it.
 *
 * @param steps in order; none where the resolver does not tell
 */
public record Looked(String name, RecordType type, Answer answer, List<WalkStep> steps) {
  /** The record's list does not change. */
  public Looked {
    steps = List.copyOf(steps);
  }

  /** Whether DNSSEC proved the answer. */
  public boolean isSecure() {
    return switch (answer) {
      case Answer.Found found -> found.secure();
      case Answer.NoData none -> none.secure();
      case Answer.NoDomain none -> none.secure();
      case Answer.Failed _ -> false;
    };
  }

  /** The records found; none if there are none, or nobody knows. */
  public List<Rr> records() {
    return answer instanceof Answer.Found found ? found.records() : List.of();
  }

  /** The aliases followed. */
  public List<Rr> aliases() {
    return switch (answer) {
      case Answer.Found found -> found.aliases();
      case Answer.NoData none -> none.aliases();
      case Answer.NoDomain none -> none.aliases();
      case Answer.Failed _ -> List.of();
    };
  }

  <T extends Rr.Data> Stream<T> data(Class<T> type) {
    return records().stream().map(Rr::data).filter(type::isInstance).map(type::cast);
  }

  /** Texts that begin with the version given, such as {@code v=spf1}. */
  List<String> texts(String version) {
    return data(Rr.Txt.class)
        .map(Rr.Txt::text)
        .filter(text ->
            text.equals(version)
                || text.startsWith(version + ";")
                || text.startsWith(version + " "))
        .toList();
  }
}
