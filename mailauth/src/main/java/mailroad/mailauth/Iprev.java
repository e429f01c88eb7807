package mailroad.mailauth;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;

/**
 * Whether an address has a name that leads back to it (RFC 8601 section 3).
 *
 * @param name the one that does
 * @param names all that the address has
 * @param why what was looked up
 */
public record Iprev(Code code, Optional<Domain> name, List<Domain> names, Why why) {
  /** The record's list does not change. */
  public Iprev {
    names = List.copyOf(names);
  }

  /** The results of RFC 8601 section 2.7.3. */
  public enum Code {
    /** A name leads back to the address. */
    PASS,
    /** None does. */
    FAIL,
    /** DNS failed; later it may not. */
    TEMPERROR,
    /** The address has no name. */
    PERMERROR;

    /** As in Authentication-Results. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
