package mailroad.guard.verdict;

import java.util.List;
import mailroad.mta.gate.Booking;
import mailroad.mta.gate.Judgement;

/** Hears what became of messages that arrived. */
@FunctionalInterface
public interface Witness {
  /** Nobody who listens. */
  Witness NONE = (_, _) -> {};

  /** A message was judged. Does not block. */
  void judged(Suspect suspect, Judgement judgement);

  /** What is left in the store with a message that is not refused, in the same commit. Does not block. */
  default Booking booking(Suspect suspect, Judgement judgement) {
    return Booking.NONE;
  }

  /** All of these, one after the other. */
  static Witness all(List<Witness> witnesses) {
    return new Witness() {
      @Override
      public void judged(Suspect suspect, Judgement judgement) {
        witnesses.forEach(one -> one.judged(suspect, judgement));
      }

      @Override
      public Booking booking(Suspect suspect, Judgement judgement) {
        Booking all = Booking.NONE;
        for (Witness one : witnesses) {
          all = all.and(one.booking(suspect, judgement));
        }
        return all;
      }
    };
  }
}
