package mailroad.mailauth.spf;

import java.util.Optional;
import mailroad.kernel.Why;

/** Whether a mechanism matches. */
sealed interface Match {
  /** It does. */
  record Yes(Why why) implements Match {}

  /** It does not; why is left out where the reader sees it from the term. */
  record No(Optional<Why> why) implements Match {
    static No because(Why why) {
      return new No(Optional.of(why));
    }
  }

  /** The whole check ends here: with PERMERROR or TEMPERROR. */
  record Stop(SpfResult.Code code, Why why) implements Match {}
}
