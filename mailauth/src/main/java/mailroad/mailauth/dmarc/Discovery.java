package mailroad.mailauth.dmarc;

import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;

/** Which record is responsible for a domain (RFC 7489 section 6.6.3, RFC 9989 section 4.10). */
public sealed interface Discovery {
  /** The organisational domain; empty where DNS failed to tell. */
  Optional<Domain> organisation();

  /** Where it was looked for. */
  Why why();

  /**
   * There is one.
   *
   * @param at the domain that publishes it: the domain itself or one above it
   */
  record Found(Domain at, Optional<Domain> organisation, DmarcRecord record, Why why)
      implements Discovery {}

  /** There is none. */
  record None(Optional<Domain> organisation, Why why) implements Discovery {}

  /** There is one, or several, that cannot be used. */
  record Broken(Optional<Domain> organisation, Why why) implements Discovery {}

  /** It cannot be known now. */
  record Unknown(Why why) implements Discovery {
    @Override
    public Optional<Domain> organisation() {
      return Optional.empty();
    }
  }
}
