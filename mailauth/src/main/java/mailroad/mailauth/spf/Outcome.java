package mailroad.mailauth.spf;

import java.util.Optional;
import mailroad.kernel.Why;

/**
 * What one record says.
 *
 * @param explanation of a failure, where the record has one
 */
record Outcome(SpfResult.Code code, Optional<Explanation> explanation, Why why) {
  /** A result that no record explains. */
  Outcome(SpfResult.Code code, Why why) {
    this(code, Optional.empty(), why);
  }

  /**
   * Where a failure is explained.
   *
   * @param at the name of the text
   * @param domain whose record names it
   */
  record Explanation(MacroString at, String domain) {}
}
