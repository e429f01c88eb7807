package mailroad.guard.verdict;

import mailroad.mta.gate.Judgement;

/** Hears what became of messages that arrived. */
@FunctionalInterface
public interface Witness {
  /** Nobody who listens. */
  Witness NONE = (_, _) -> {};

  /** A message was judged. Does not block. */
  void judged(Suspect suspect, Judgement judgement);
}
